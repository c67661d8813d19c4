import { counter, gauge, logger } from '#observability';
import { type Antivirus, ScannerAway } from '../antivirus/clamd.js';
import type { DocumentReader, ReadOutcome } from './document-reader.js';

const scans = counter('loket_antivirus_scans_total', 'Files that the antivirus looked at, by outcome', ['outcome']);
const away = gauge('loket_antivirus_away', '1 while the antivirus does not answer: files wait for it');

/** Opens a citizen's file as far as it is safe: first the antivirus looks at it, where there is one, then a bounded process. */
export class OpenFile {
  private readonly log = logger('antivirus');
  private isAway = false;

  constructor(
    private readonly reader: DocumentReader,
    /** Undefined where the office has none. */
    private readonly antivirus: Antivirus | undefined,
  ) {}

  /** @throws ScannerAway, or as `DocumentReader.read`: no document is to blame */
  async open(bytes: Uint8Array, signal?: AbortSignal): Promise<ReadOutcome> {
    if (this.antivirus && (await this.isInfected(this.antivirus, bytes, signal)))
      return { reading: { form: 'refused', defect: 'infected' }, copies: [], killed: false };
    return this.reader.read(bytes);
  }

  private async isInfected(antivirus: Antivirus, bytes: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    try {
      const verdict = await antivirus.scan(bytes, signal);
      if (this.isAway) this.log.info('the antivirus answers again');
      this.note(false);
      scans.inc({ outcome: verdict.infected ? 'infected' : 'clean' });
      if (verdict.infected) this.log.warn({ reason: verdict.signature }, 'a file is infected; it goes into quarantine');
      return verdict.infected;
    } catch (error) {
      if (!(error instanceof ScannerAway)) throw error;
      // Told once: every file that waits comes by here every few seconds.
      if (!this.isAway)
        this.log.error({ reason: error.message }, 'files wait until the antivirus at ANTIVIRUS_URL answers');
      this.note(true);
      scans.inc({ outcome: 'away' });
      throw error;
    }
  }
  private note(isAway: boolean): void {
    this.isAway = isAway;
    away.set(isAway ? 1 : 0);
  }
}
