import { Inject, Injectable } from '@nestjs/common';
import { attribute, counter, inSpan, logger } from '#observability';
import { ClaimWork } from './claim-work.js';
import { type Along, Desk, type InHand } from './desk.js';
import { Journal } from './journal.js';
import { OfficeAway, OfficeLine, type Refused } from './office-line.js';
import { type Outcome, PRINTER, type Printer } from './printers/printer.js';
import { StationRun } from './station-run.js';
import { TellOffice } from './tell-office.js';

const printed = counter('loket_station_cards_total', 'Attempts at this station by their outcome', ['outcome']);
const againMs = 1_000;

/** Takes jobs from the desk one after the other: bind a blank, print, write down, tell. No ink before the office has bound the blank. */
@Injectable()
export class PrintCards {
  private readonly log = logger('print-station');
  /** The job that is being bound or printed. */
  private current: string | undefined;

  constructor(
    private readonly run: StationRun,
    private readonly desk: Desk,
    private readonly journal: Journal,
    private readonly office: OfficeLine,
    private readonly work: ClaimWork,
    private readonly tell: TellOffice,
    @Inject(PRINTER) private readonly printer: Printer,
  ) {}

  async keepPrinting(): Promise<void> {
    while (!this.run.stopped) {
      try {
        const job = await this.desk.next(this.run.signal);
        this.current = job.jobId;
        if (!(await this.isPrinterReady())) {
          await this.giveBackAll();
          continue;
        }
        const { jobId, attempt, applicationId, traceparent } = job;
        const attributes = {
          [attribute.applicationId]: applicationId,
          [attribute.printJobId]: jobId,
          [attribute.attempt]: attempt,
        };
        await inSpan('print card', { parent: traceparent ?? null, attributes }, () => this.printOne(job));
        if (this.desk.all().length === 0) void this.work.askForWork();
      } catch (error) {
        if (this.run.stopped) return;
        this.log.error({ err: error }, 'a job failed at the station; its journal tells what became of it');
        await this.run.wait(againMs);
      } finally {
        this.current = undefined;
      }
    }
  }

  private async printOne(job: InHand): Promise<void> {
    const { jobId, attempt, card, along } = job;
    const visit = along && ({ visit: true } as const);
    const signal = AbortSignal.any([this.run.signal, job.takenAway.signal]);
    try {
      const serial = await this.bindBlank(job, signal);
      if (serial === undefined) return;
      // From here on the job is finished, whatever happens to the line.
      const outcome = await this.printer.print({ jobId, attempt, serial }, card, this.run.signal);
      this.end({ jobId, attempt, serial, ...visit }, outcome);
      if (outcome.said === 'not-fed') along?.putDown(serial);
    } catch (error) {
      if (!job.takenAway.signal.aborted) throw error;
      // Of a visit: it goes back with the others that were not begun.
      if (along) return;
      this.log.info({ jobId, attempt }, 'the office has taken this job back before it began');
      this.end({ jobId, attempt }, { said: 'not-fed' });
    } finally {
      this.desk.remove(jobId);
    }
  }

  /** @returns the blank that is bound, or undefined when the job is put down: then nothing was fed */
  private async bindBlank(job: InHand, signal: AbortSignal): Promise<string | undefined> {
    const { jobId, attempt, along } = job;
    const visit = along && ({ visit: true } as const);
    let refused: string | undefined;
    for (;;) {
      const chosen = await this.printer.chooseBlank(job, signal, refused);
      if (chosen === 'give-back') break;
      const answer = along ? fromBag(along, chosen) : await this.askToBegin(job, chosen, signal);
      if (!('refused' in answer)) {
        job.serial = answer.serial;
        this.journal.append({ what: 'begun', jobId, attempt, serial: answer.serial, ...visit });
        along?.begun(answer.serial);
        return answer.serial;
      }
      refused = answer.refused;
      this.log.warn({ jobId, attempt, reason: refused }, 'no blank was bound');
      // A person can name another blank; everything else means that the job is not ours any more.
      if (refused !== 'blank-not-in-stock' || chosen === 'next') break;
    }
    this.desk.decline(jobId);
    this.end({ jobId, attempt, ...visit }, { said: 'not-fed' });
    along?.putDown();
    return undefined;
  }

  private askToBegin(job: InHand, chosen: string, signal: AbortSignal): Promise<{ serial: string } | Refused> {
    this.journal.append({ what: 'asking', jobId: job.jobId, attempt: job.attempt });
    return this.begin(job, chosen, signal);
  }

  /** Asked again it answers the same: whether a blank was bound is found out, not guessed. */
  private async begin(job: InHand, serial: string, signal: AbortSignal): Promise<{ serial: string } | Refused> {
    for (;;) {
      try {
        return await this.office.begin(job.jobId, job.attempt, serial);
      } catch (error) {
        if (!(error instanceof OfficeAway)) throw error;
        await this.run.wait(againMs);
        signal.throwIfAborted();
      }
    }
  }

  /** Writes the outcome down and lets it be told. */
  end(work: { jobId: string; attempt: number; serial?: string; visit?: true }, outcome: Outcome): void {
    printed.inc({ outcome: outcome.said });
    this.journal.append({ what: 'ended', ...work, ...outcome });
    this.tell.wake();
  }

  private async isPrinterReady(): Promise<boolean> {
    const { state } = await this.printer.state();
    return state === 'ready' || state === 'printing';
  }

  /**
   * A printer that cannot print must not keep jobs from other stations: what waits behind a jam or an empty ribbon goes
   * back at once. The card in the printer stays, its lease is renewed.
   */
  giveBackWaiting(): void {
    const waiting = this.desk
      .all()
      .filter((one) => one.serial === undefined && one.jobId !== this.current && one.along === undefined);
    for (const { jobId, attempt } of waiting) {
      this.desk.remove(jobId);
      this.end({ jobId, attempt }, { said: 'not-fed' });
    }
  }

  private async giveBackAll(): Promise<void> {
    this.current = undefined;
    this.giveBackWaiting();
    await this.run.wait(againMs);
  }
}

/** Where no line reaches the bag says which blanks there are. */
function fromBag(along: Along, chosen: string): { serial: string } | Refused {
  const serial = along.pick(chosen);
  return serial === undefined ? { refused: 'blank-not-in-stock' } : { serial };
}
