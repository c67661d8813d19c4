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
  'operations-supported',
];
/** Error policies of CUPS that print a job again by themselves. */
const retries = /^retry-(current-)?job$/;

/** A job without its document: it prints nothing, and will not unless one comes. */
const emptyStates = /^pending(-held)?$/;
const emptyReasons = new Set(['job-incoming', 'job-data-insufficient']);

/**
 * A network printer by IPP. `completed` means stacked in the tray; `processing-stopped` (jam, empty tray) is waited out
 * under a renewed lease; `aborted`, `canceled` and a job the printer has forgotten are nobody's to judge: `abort`.
 *
 * A card goes in two steps, first an empty job, then its document: once. When an answer is lost the job is looked for, and
 * while it is empty it is canceled before anything else is said of it. So a document that comes late (a line that was stuck, a
 * printer that hung) finds no job any more, and prints nothing after somebody has settled the card. A CUPS queue whose error
 * policy repeats jobs counts as stopped: after a power cut that is a double print; so does a printer that knows no empty jobs.
 */
export class IppPrinter implements Printer {
  readonly driver = 'ipp';
  private readonly log = logger('print-station');
  private readonly client: IppClient;

  /** @param documentMs how long the printer may take over a document */
  constructor(
    url: string,
    private readonly documentMs = 30_000,
  ) {
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
      const operations = [printer['operations-supported'] ?? []].flat();
      const isOneStepOnly = operations.length > 0 && !operations.includes('Create-Job');
      const condition = worstCondition(reasons, markers) ?? (state === 'stopped' ? 'offline' : state);
      const isStopped =
        printer['printer-is-accepting-jobs'] === false || isRepeating || isOneStepOnly || isStopping(condition);
      return {
        state: state !== 'offline' && isStopped ? 'stopped' : state,
        reasons: [
          ...reasons,
          ...(isRepeating ? ['spooler-repeats-jobs'] : []),
          ...(isOneStepOnly ? ['no-empty-jobs'] : []),
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
    const id = await this.createEmpty(work);
    if (id === undefined) return { said: 'not-fed' };
    try {
      const about = { 'job-id': id, ...asLoket, 'document-format': 'application/pdf', 'last-document': true };
      const answer = await this.client.ask('Send-Document', about, { data: face }, this.documentMs);
      if (answer.status.startsWith('successful')) return await this.watch(id, signal);
      this.log.warn({ jobId: work.jobId, status: answer.status }, 'the printer refuses the card; no blank was fed');
      await this.cancel(id);
      return { said: 'not-fed' };
    } catch (error) {
      if (!(error instanceof PrinterSilent)) throw error;
      // The document may be on its way still.
      if (!error.nothingLeft) return this.watch(id, signal, 'cancel-while-empty');
      await this.cancel(id);
      return { said: 'not-fed' };
    }
  }

  lookAfter(): Promise<'at-it'> {
    return Promise.resolve('at-it');
  }

  async resume(work: Work, signal: AbortSignal): Promise<Outcome> {
    for (;;) {
      try {
        const id = (await this.find(work, 'not-completed')) ?? (await this.find(work, 'completed'));
        return id === undefined ? { said: 'abort' } : await this.watch(id, signal, 'cancel-while-empty');
      } catch (error) {
        if (!(error instanceof PrinterSilent)) throw error;
        await pause(lookEveryMs, undefined, { signal });
      }
    }
  }

  /** @returns undefined when the printer has taken none, or may have and did not say so: empty it prints nothing */
  private async createEmpty(work: Work): Promise<number | undefined> {
    for (let isAgain = false; ; isAgain = true) {
      try {
        const answer = await this.client.ask('Create-Job', { ...asLoket, 'job-name': nameOf(work) });
        const id = Number(answer.groups('job-attributes-tag')[0]?.['job-id']);
        if (answer.status.startsWith('successful') && id > 0) return id;
        // A printer of one job at a time may be kept by an empty one of ours whose answer was lost.
        if (answer.status === 'server-error-busy' && !isAgain && (await this.cancelEmpty()) > 0) continue;
        this.log.warn({ jobId: work.jobId, status: answer.status }, 'the printer refuses the job; no blank was fed');
        return undefined;
      } catch (error) {
        if (error instanceof PrinterSilent) return undefined;
        throw error;
      }
    }
  }

  private async cancelEmpty(): Promise<number> {
    let canceled = 0;
    for (const { id } of await this.ours('not-completed')) {
      if (!(await this.look(id)).isEmpty) continue;
      await this.cancel(id);
      canceled += 1;
    }
    return canceled;
  }

  private async find(work: Work, which: 'completed' | 'not-completed'): Promise<number | undefined> {
    return (await this.ours(which)).find(({ name }) => name === nameOf(work))?.id;
  }

  private async ours(which: 'completed' | 'not-completed'): Promise<{ id: number; name: string }[]> {
    const wanted = { 'which-jobs': which, 'requested-attributes': ['job-id', 'job-name'], limit: 500 };
    const answer = await this.client.ask('Get-Jobs', { ...asLoket, ...wanted });
    return answer
      .groups('job-attributes-tag')
      .map((one) => ({ id: Number(one['job-id']), name: wordOf(one['job-name']) }))
      .filter(({ name }) => name.startsWith(ourNames));
  }

  /** Waits for the job's last state, through jams and silences. @param how whether its document may not have come */
  private async watch(
    id: number,
    signal: AbortSignal,
    how: 'has-document' | 'cancel-while-empty' = 'has-document',
  ): Promise<Outcome> {
    for (;;) {
      signal.throwIfAborted();
      const { state, isEmpty } = await this.look(id);
      if (state === 'completed') return { said: 'complete' };
      if (state === 'aborted' || state === 'canceled' || state === 'forgotten') return { said: 'abort' };
      if (isEmpty && how === 'cancel-while-empty') await this.cancel(id);
      await pause(lookEveryMs, undefined, { signal });
    }
  }

  /** Nothing is said of it here: what the job is then tells. */
  private async cancel(id: number): Promise<void> {
    try {
      await this.client.ask('Cancel-Job', { 'job-id': id, ...asLoket });
    } catch (error) {
      if (!(error instanceof PrinterSilent)) throw error;
    }
  }

  private async look(id: number): Promise<{ state: string; isEmpty: boolean }> {
    try {
      const wanted = { 'requested-attributes': ['job-state', 'job-state-reasons'] };
      const answer = await this.client.ask('Get-Job-Attributes', { 'job-id': id, ...asLoket, ...wanted });
      if (answer.status === 'client-error-not-found') return { state: 'forgotten', isEmpty: false };
      const job = answer.groups('job-attributes-tag')[0] ?? {};
      const state = wordOf(job['job-state']);
      const reasons = [job['job-state-reasons'] ?? []].flat().map(wordOf);
      return { state, isEmpty: emptyStates.test(state) && reasons.some((one) => emptyReasons.has(one)) };
    } catch (error) {
      if (!(error instanceof PrinterSilent)) throw error;
      return { state: 'unknown', isEmpty: false };
    }
  }
}

/** A keyword of an answer. */
const wordOf = (value: unknown) => (typeof value === 'string' ? value : 'unknown');

const asLoket = { 'requesting-user-name': 'loket' };
const ourNames = 'loket-';

/** The printer's own list names no citizen. */
const nameOf = ({ jobId, attempt }: Work) => `${ourNames}${jobId}-${attempt}`;
