import { Inject, Injectable } from '@nestjs/common';
import { attribute, counter, currentTraceparent, inSpan, logger } from '#observability';
import { CONFIG, type Config } from './config.js';
import { Desk } from './desk.js';
import { OfficeAway, OfficeLine } from './office-line.js';
import { PRINTER, type Printer } from './printers/printer.js';
import { StationRun } from './station-run.js';

const claims = counter('loket_station_claims_total', 'Claims by the answer', ['answer']);

/** Gets work onto the desk: told by an offer, or asked for. Claims only what its printer could print now. */
@Injectable()
export class ClaimWork {
  private readonly log = logger('print-station');
  private asking: Promise<void> | undefined;

  constructor(
    private readonly run: StationRun,
    private readonly desk: Desk,
    private readonly office: OfficeLine,
    @Inject(PRINTER) private readonly printer: Printer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Claims a job if there is room for it. A job that is not claimed now is found again by asking. */
  async claim(jobId: string): Promise<void> {
    if (!this.run.mayClaim || this.run.stopped || this.desk.room === 0) return;
    const { state } = await this.printer.state();
    if (state === 'offline' || state === 'stopped') return;
    await this.desk.claim(jobId, async () => {
      const answer = await this.office.claim(jobId, this.run.bootId);
      claims.inc({ answer: 'refused' in answer ? answer.refused : 'claimed' });
      if (!('refused' in answer)) {
        return { jobId, ...answer, traceparent: currentTraceparent(), takenAway: new AbortController() };
      }
      // The office knows of a later run of this station, or has forgotten this one: begin again with the journal.
      if (answer.refused === 'journal-first') this.run.mayClaim = false;
      return undefined;
    });
  }

  /** Asks the office for what can be claimed, until the desk is full or there is no more. One asking at a time. */
  askForWork(): Promise<void> {
    return (this.asking ??= this.ask().finally(() => (this.asking = undefined)));
  }

  /** At start, every half minute, and whenever the desk has become empty: what a lost offer costs is seconds. */
  async keepAsking(): Promise<void> {
    while (!this.run.stopped) {
      if (this.run.mayClaim) await this.askForWork();
      await this.run.wait(this.run.mayClaim ? this.config.STATION_POLL_SECONDS * 1_000 : 200);
    }
  }

  private async ask(): Promise<void> {
    try {
      while (this.run.mayClaim && !this.run.stopped && this.desk.room > 0) {
        const before = this.desk.room;
        const jobIds = await this.office.claimable(before);
        if (jobIds.length === 0) return;
        for (const jobId of jobIds) {
          await inSpan('claim card', { parent: null, attributes: { [attribute.printJobId]: jobId } }, () =>
            this.claim(jobId),
          );
        }
        if (this.desk.room === before) return;
      }
    } catch (error) {
      if (!(error instanceof OfficeAway)) this.log.error({ err: error }, 'could not ask for work');
    }
  }
}
