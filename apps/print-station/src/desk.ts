import type { CardData } from './card-data.js';

/** Of a job that was taken along on a visit: its blank comes out of the bag, without asking the office. */
export interface Along {
  /** The blank that is asked for, or for `next` the next one; undefined when it is not in the bag. */
  pick(asked: string): string | undefined;
  /** It is bound, and the journal says so: it leaves the bag with its job. */
  begun(serial: string): void;
  /** The job is put down. With a serial: that blank was bound and not fed. */
  putDown(serial?: string): void;
}

/** A job that this station holds. */
export interface InHand {
  readonly jobId: string;
  readonly attempt: number;
  readonly applicationId: string;
  readonly card: CardData;
  /** Of the offer or the poll that brought it. */
  readonly traceparent: string | undefined;
  /** Aborted when the office has taken the job away before it began. */
  readonly takenAway: AbortController;
  readonly along?: Along;
  /** Set once a blank is bound: from then on the job is finished whatever the office says. */
  serial?: string;
}

const declineMs = 60_000;

/** The claimed jobs of this station, in memory: a claim that is lost costs a lease, a begun one is in the journal. */
export class Desk {
  private readonly jobs = new Map<string, InHand>();
  private readonly claiming = new Set<string>();
  private readonly declined = new Map<string, number>();
  private wake: (() => void) | undefined;
  /** Then nothing is claimed: the desk holds what was taken along. */
  isOnVisit = false;

  constructor(private readonly capacity: number) {}

  get room(): number {
    return this.isOnVisit ? 0 : Math.max(0, this.capacity - this.jobs.size - this.claiming.size);
  }

  all(): readonly InHand[] {
    return [...this.jobs.values()];
  }

  /** Runs a claim if there is room and it is not under way; what it brings lies on the desk then. */
  async claim(jobId: string, ask: () => Promise<InHand | undefined>): Promise<void> {
    if (this.room === 0 || this.jobs.has(jobId) || this.claiming.has(jobId) || this.isDeclined(jobId)) return;
    this.claiming.add(jobId);
    try {
      const job = await ask();
      if (job) this.jobs.set(jobId, job);
    } finally {
      this.claiming.delete(jobId);
    }
    this.wake?.();
  }

  /** Lays a job on the desk that was taken along; once, however often. */
  put(job: InHand): void {
    if (!this.jobs.has(job.jobId)) this.jobs.set(job.jobId, job);
    this.wake?.();
  }

  /** The oldest job on the desk that has not begun, waiting for one if need be. @throws when `signal` is aborted */
  async next(signal: AbortSignal): Promise<InHand> {
    for (;;) {
      signal.throwIfAborted();
      const job = this.all().find((one) => one.serial === undefined);
      if (job) return job;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** Given back: not claimed again for a minute, so that another station can have it. */
  decline(jobId: string): void {
    this.declined.set(jobId, performance.now() + declineMs);
  }

  private isDeclined(jobId: string): boolean {
    for (const [id, until] of this.declined) if (until < performance.now()) this.declined.delete(id);
    return this.declined.has(jobId);
  }

  remove(jobId: string): void {
    this.jobs.delete(jobId);
  }

  /** The office has given the job to somebody else, or ended it: it is put down unless ink has flowed. */
  takeAway(job: InHand): void {
    if (job.serial !== undefined) return;
    this.jobs.delete(job.jobId);
    job.takenAway.abort();
  }
}
