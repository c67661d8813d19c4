import { Inject, Injectable } from '@nestjs/common';
import { logger } from '#observability';
import { Desk } from './desk.js';
import { Journal } from './journal.js';
import { entriesOf } from './journal-entries.js';
import { OfficeAway, OfficeLine } from './office-line.js';
import { PrintCards } from './print-cards.js';
import { type Outcome, PRINTER, type Printer, type Work } from './printers/printer.js';
import { StationRun } from './station-run.js';

/**
 * After a power cut: what had not begun ends as not fed, what had begun is looked for at the printer, and the office
 * gets all of it before this run may claim. Nothing is printed again by itself, ever.
 */
@Injectable()
export class SettleEarlierRun {
  private readonly log = logger('print-station');

  constructor(
    private readonly run: StationRun,
    private readonly desk: Desk,
    private readonly journal: Journal,
    private readonly office: OfficeLine,
    private readonly cards: PrintCards,
    @Inject(PRINTER) private readonly printer: Printer,
  ) {}

  /** Also when the office asks for it again: it may have forgotten this run. */
  async keepSettled(): Promise<void> {
    const atIt = await this.lookAfterAll();
    for (const work of atIt) this.run.inBackground(() => this.resume(work));
    while (!this.run.stopped) {
      if (!this.run.mayClaim) await this.post(atIt);
      await this.run.wait(this.run.mayClaim ? 1_000 : 500);
    }
  }

  private async post(atIt: readonly Work[]): Promise<void> {
    const entries = this.journal.openAttempts().flatMap((one) => (one.what === 'ended' ? entriesOf(one) : []));
    try {
      const begun = [...atIt, ...this.desk.all().filter((job) => job.serial !== undefined)];
      const answer = await this.office.postJournal(
        this.run.bootId,
        entries,
        begun.map(({ jobId, attempt }) => ({ jobId, attempt })),
      );
      if ('refused' in answer) {
        this.log.error(
          { reason: answer.refused },
          'the office refuses the journal; no card is claimed until a person has looked',
        );
        await this.run.wait(10_000);
        return;
      }
      for (const { jobId, attempt, verdict } of answer.verdicts)
        this.journal.append({ what: 'told', jobId, attempt, verdict });
      this.run.mayClaim = true;
      if (entries.length > 0)
        this.log.info({ count: entries.length }, 'the office has taken the journal of the run before');
    } catch (error) {
      if (!(error instanceof OfficeAway)) throw error;
    }
  }

  private async lookAfterAll(): Promise<Work[]> {
    const atIt: Work[] = [];
    for (const one of this.journal.openAttempts()) {
      const { jobId, attempt } = one;
      if (one.what === 'asking') this.cards.end({ jobId, attempt }, { said: 'not-fed' });
      if (one.what !== 'begun') continue;
      const work = { jobId, attempt, serial: one.serial, ...(one.visit && { visit: one.visit }) };
      const found = await this.printer.lookAfter(work).catch((): Outcome => ({ said: 'abort' }));
      if (found === 'at-it') atIt.push(work);
      else this.cards.end(work, found);
    }
    return atIt;
  }

  private async resume(work: Work): Promise<void> {
    try {
      this.cards.end(work, await this.printer.resume(work, this.run.signal));
    } catch (error) {
      if (!this.run.stopped)
        this.log.error({ err: error, jobId: work.jobId }, 'could not find out what became of a card');
    }
  }
}
