import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { gauge, logger } from '#observability';
import { Desk, type InHand } from '../desk.js';
import { Journal } from '../journal.js';
import { OfficeAway, OfficeLine } from '../office-line.js';
import { PrintCards } from '../print-cards.js';
import { StationRun } from '../station-run.js';
import { type PackedJob, VisitBag, type VisitContents } from './visit-bag.js';

type Out = Extract<VisitContents, { step: 'along' | 'ending' }>;

/** What the operator sees of a visit. */
export interface VisitSeen {
  readonly step: VisitContents['step'];
  readonly until: string;
  readonly cards: number;
  readonly blanks: number;
  /** Cards whose data the office could not read yet: stay until it can. */
  readonly withoutData: number;
}

const lookEveryMs = 500;

/**
 * Takes a batch along where no line reaches (jemput bola): asks the office for it, lets it be printed from the bag with the
 * blanks of the bag, and gives back what was not begun once the journal has told the rest. On a visit the desk takes
 * nothing else.
 */
@Injectable()
export class GoOnVisit {
  private readonly log = logger('print-station');
  /** Why the office gave no batch, until the next try. */
  refused: string | undefined;

  constructor(
    private readonly run: StationRun,
    private readonly desk: Desk,
    private readonly journal: Journal,
    private readonly bag: VisitBag,
    private readonly office: OfficeLine,
    private readonly cards: PrintCards,
  ) {
    gauge('loket_station_visit_cards', 'Cards along on a visit that have not begun', [], (left) =>
      left.set(this.seen?.cards ?? 0),
    );
    this.layOut();
  }

  get seen(): VisitSeen | undefined {
    const { visit } = this.bag;
    if (!visit) return undefined;
    const { step, until } = visit;
    if (step === 'packing') return { step, until, cards: 0, blanks: 0, withoutData: 0 };
    const withoutData = visit.jobs.filter(({ card }) => card === null).length;
    return { step, until, cards: visit.jobs.length, blanks: visit.blanks.length, withoutData };
  }

  /** @returns false when the station is on a visit already */
  begin(asked: { readonly until: Date; readonly limit: number; readonly district?: string | undefined }): boolean {
    if (this.bag.visit) return false;
    this.refused = undefined;
    const { until, ...what } = asked;
    this.bag.put({ step: 'packing', visitId: randomUUID(), until: until.toISOString(), ...what });
    this.layOut();
    return true;
  }

  /** Back again. @returns false when the station is on no visit, or has not got its batch yet */
  end(): boolean {
    const { visit } = this.bag;
    if (!visit || visit.step === 'packing') return false;
    if (visit.step === 'along') this.bag.put({ ...visit, step: 'ending' });
    this.layOut();
    return true;
  }

  async keepVisit(): Promise<void> {
    while (!this.run.stopped) {
      try {
        await this.goOn(new Date());
      } catch (error) {
        if (!(error instanceof OfficeAway)) this.log.error({ err: error }, 'a visit does not go on; trying again');
      }
      await this.run.wait(lookEveryMs);
    }
  }

  private async goOn(now: Date): Promise<void> {
    const { visit } = this.bag;
    if (!visit) return;
    if (visit.step === 'packing') return this.pack(visit);
    // Its leave ends by the office's clock; what is not begun by then is settled there.
    if (visit.step === 'along' && Date.parse(visit.until) <= now.getTime()) this.end();
    if (visit.step === 'along' && visit.jobs.some(({ card }) => card === null)) return this.pack(visit);
    if (visit.step === 'ending') await this.giveBack(visit);
  }

  private async pack(visit: VisitContents): Promise<void> {
    const answer = await this.office.takeAlong(visit);
    if ('refused' in answer) {
      this.refused = answer.refused;
      this.log.error({ reason: answer.refused }, 'the office gives no batch for a visit');
      // Some of it may be printed already: that is told, and the rest is not known any more.
      if (visit.step === 'packing') this.bag.empty();
      else this.end();
      return this.layOut();
    }
    const before = this.bag.visit;
    // Begun while the office was asked: it is out of the bag, and stays out.
    const isPacked = before !== undefined && before.step !== 'packing';
    const jobs = isPacked
      ? before.jobs.map((job) => answer.jobs.find(({ jobId }) => jobId === job.jobId) ?? job)
      : answer.jobs;
    const blanks = isPacked ? before.blanks : answer.blanks;
    const { visitId, until, limit, district } = visit;
    const step = isPacked ? before.step : ('along' as const);
    this.bag.put({ step, visitId, until, limit, ...(district === undefined ? {} : { district }), jobs, blanks });
    this.log.info({ count: jobs.length }, 'a batch is along on a visit');
    this.layOut();
  }

  /** First all that was begun is told, then the rest goes back. */
  private async giveBack(visit: Out): Promise<void> {
    if (this.journal.openAttempts().some((one) => one.what !== 'asking' && one.visit === true)) return;
    const answer = await this.office.endVisit(visit.visitId);
    if ('refused' in answer) return;
    this.bag.empty();
    this.log.info({ count: answer.returned }, 'the visit is over; what was not begun has gone back');
    this.layOut();
  }

  /** The desk as the bag has it: on a visit nothing but its jobs, and after it none of them. */
  private layOut(): void {
    const { visit } = this.bag;
    this.desk.isOnVisit = visit !== undefined;
    for (const job of this.desk.all()) {
      if (job.along !== undefined && visit?.step !== 'along') this.desk.takeAway(job);
    }
    if (visit === undefined) return;
    this.cards.giveBackWaiting();
    for (const job of this.desk.all()) if (job.along === undefined) this.desk.takeAway(job);
    if (visit.step !== 'along') return;
    const begun = this.journal.openAttempts().map(({ jobId, attempt }) => `${jobId}:${attempt}`);
    for (const job of visit.jobs) {
      if (begun.includes(`${job.jobId}:${job.attempt}`)) this.takeOut(job.jobId);
      else if (job.card !== null) this.desk.put(this.inHand({ ...job, card: job.card }));
    }
  }

  private inHand(job: PackedJob & { card: InHand['card'] }): InHand {
    const { jobId } = job;
    return {
      ...job,
      traceparent: undefined,
      takenAway: new AbortController(),
      along: {
        pick: (asked) => this.pick(asked),
        begun: (serial) => this.takeOut(jobId, serial),
        putDown: (serial) => (serial === undefined ? this.takeOut(jobId) : this.putBack(serial)),
      },
    };
  }

  /** The blank that was named, or the next one; undefined when it is not in the bag, or was used before a power cut. */
  private pick(asked: string): string | undefined {
    const { visit } = this.bag;
    if (visit?.step !== 'along') return undefined;
    const used = this.journal.openAttempts().flatMap((one) => {
      if (one.what === 'asking' || (one.what === 'ended' && one.said === 'not-fed')) return [];
      return one.serial ?? [];
    });
    return visit.blanks.find((serial) => !used.includes(serial) && (asked === 'next' || serial === asked));
  }

  private takeOut(jobId: string, serial?: string): void {
    this.change((visit) => ({
      jobs: visit.jobs.filter((job) => job.jobId !== jobId),
      blanks: visit.blanks.filter((one) => one !== serial),
    }));
  }

  /** It was not fed: it still lies where the printer takes its next one. */
  private putBack(serial: string): void {
    this.change(({ jobs, blanks }) => ({ jobs, blanks: [serial, ...blanks.filter((one) => one !== serial)] }));
  }

  private change(to: (visit: Out) => Pick<Out, 'jobs' | 'blanks'>): void {
    const { visit } = this.bag;
    if (visit && visit.step !== 'packing') this.bag.put({ ...visit, ...to(visit) });
  }
}
