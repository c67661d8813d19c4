import { setTimeout as pause } from 'node:timers/promises';
import { logger } from '#observability';
import { drawCardFace } from '../card-face.js';
import type { CardData } from '../card-data.js';
import { IppClient, PrinterSilent } from './ipp-client.js';
import type { Outcome, Printer, PrinterState, Work } from './printer.js';
import { isStopping, markersOf, worstCondition } from './printer-condition.js';

const lookEveryMs = 500;
const states: Readonly<Record<string, PrinterState['state']>> = {
  idle: 'ready',
  processing: 'printing',
  stopped: 'stopped',
};
const asked = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'marker-levels',
  'marker-names',
  'marker-types',
  'printer-error-policy',
];
/** Error policies of CUPS that print a job again by themselves. */
const retries = /^retry-(current-)?job$/;

/**
 * A network printer by IPP. `completed` means stacked in the tray; `processing-stopped` (jam, empty tray) is waited out
 * under a renewed lease; `aborted`, `canceled` and a job the printer has forgotten are nobody's to judge: `abort`.
 * A job is sent once: when its answer is lost it is looked for by its name, never sent again. A CUPS queue whose error
 * policy repeats jobs counts as stopped: after a power cut that is a double print.
 */
export class IppPrinter implements Printer {
  readonly driver = 'ipp';
  private readonly log = logger('print-station');
  private readonly client: IppClient;

  constructor(url: string) {
    this.client = new IppClient(url);
  }

  async state(): Promise<PrinterState> {
    try {
      const answer = await this.client.ask('Get-Printer-Attributes', { 'requested-attributes': asked }, {}, 3_000);
      const [printer = {}] = answer.groups('printer-attributes-tag');
      const reasons = [printer['printer-state-reasons'] ?? []]
        .flat()
        .filter((one): one is string => typeof one === 'string' && one !== 'none');
      const state = states[wordOf(printer['printer-state'])] ?? 'offline';
      const markers = markersOf(printer);
      const isRepeating = retries.test(wordOf(printer['printer-error-policy']));
      const condition = worstCondition(reasons, markers) ?? (state === 'stopped' ? 'offline' : state);
      const isStopped = printer['printer-is-accepting-jobs'] === false || isRepeating || isStopping(condition);
      return {
        state: state !== 'offline' && isStopped ? 'stopped' : state,
        reasons: [
          ...reasons,
          ...(isRepeating ? ['spooler-repeats-jobs'] : []),
          // Seen by its level only: the office shall know as if the printer had said so.
          ...(condition === 'ribbon-out' || condition === 'film-out' ? [condition] : []),
        ],
        condition,
        markers,
      };
    } catch {
      return { state: 'offline', reasons: ['no-answer'], condition: 'offline' };
    }
  }

  chooseBlank(): Promise<string> {
    return Promise.resolve('next');
  }

  async print(work: Work, card: CardData, signal: AbortSignal): Promise<Outcome> {
    const face = await drawCardFace(card, work.serial);
    const about = { 'requesting-user-name': 'loket', 'job-name': nameOf(work), 'document-format': 'application/pdf' };
    try {
      const answer = await this.client.ask('Print-Job', about, { data: face }, 30_000);
      const [job] = answer.groups('job-attributes-tag');
      const id = Number(job?.['job-id']);
      if (answer.status.startsWith('successful') && id > 0) return await this.watch(id, signal);
      this.log.warn({ jobId: work.jobId, status: answer.status }, 'the printer refuses the job; no blank was fed');
      return { said: 'not-fed' };
    } catch (error) {
      if (!(error instanceof PrinterSilent)) throw error;
      if (error.nothingLeft) return { said: 'not-fed' };
      // The job may have arrived although its answer did not: it is looked for by its name.
      return this.resume(work, signal);
    }
  }

  lookAfter(): Promise<'at-it'> {
    return Promise.resolve('at-it');
  }

  async resume(work: Work, signal: AbortSignal): Promise<Outcome> {
    for (;;) {
      try {
        const id = (await this.find(work, 'not-completed')) ?? (await this.find(work, 'completed'));
        return id === undefined ? { said: 'abort' } : await this.watch(id, signal);
      } catch (error) {
        if (!(error instanceof PrinterSilent)) throw error;
        await pause(lookEveryMs, undefined, { signal });
      }
    }
  }

  private async find(work: Work, which: 'completed' | 'not-completed'): Promise<number | undefined> {
    const wanted = { 'which-jobs': which, 'requested-attributes': ['job-id', 'job-name'], limit: 500 };
    const answer = await this.client.ask('Get-Jobs', { 'requesting-user-name': 'loket', ...wanted });
    const job = answer.groups('job-attributes-tag').find((one) => one['job-name'] === nameOf(work));
    return job ? Number(job['job-id']) : undefined;
  }

  /** Waits for the job's last state, through jams and silences. */
  private async watch(id: number, signal: AbortSignal): Promise<Outcome> {
    for (;;) {
      signal.throwIfAborted();
      const state = await this.jobState(id);
      if (state === 'completed') return { said: 'complete' };
      if (state === 'aborted' || state === 'canceled' || state === 'forgotten') return { said: 'abort' };
      await pause(lookEveryMs, undefined, { signal });
    }
  }

  private async jobState(id: number): Promise<string> {
    try {
      const wanted = ['job-state', 'job-state-reasons'];
      const answer = await this.client.ask('Get-Job-Attributes', {
        'job-id': id,
        'requesting-user-name': 'loket',
        'requested-attributes': wanted,
      });
      if (answer.status === 'client-error-not-found') return 'forgotten';
      return wordOf(answer.groups('job-attributes-tag')[0]?.['job-state']);
    } catch (error) {
      if (!(error instanceof PrinterSilent)) throw error;
      return 'unknown';
    }
  }
}

/** A keyword of an answer. */
const wordOf = (value: unknown) => (typeof value === 'string' ? value : 'unknown');

/** The printer's own list names no citizen. */
const nameOf = ({ jobId, attempt }: Work) => `loket-${jobId}-${attempt}`;
