/**
 * The life of one print job, pure: `queued → claimed(attempt, lease) → started(serial) → completed`; aside `held`, `abandoned`.
 *
 * A job is one chapter of an application (one `application.ready-to-print`) and feeds at most one blank. Once it has
 * begun it never goes back to the queue: whatever does not end in a card ends the job (`abandoned`), intake announces a
 * new chapter, and that makes a new job with a blank of its own. What is not known is `held` until a person has looked.
 */
export type PrintJobState = 'queued' | 'claimed' | 'started' | 'completed' | 'held' | 'abandoned';

/** Why a person must look before anything is printed again. */
export type HeldBecause =
  | 'lease-over-after-begin'
  | 'printer-aborted'
  | 'serial-differs'
  | 'unexplained-report'
  | 'journal-lost'
  | 'visit-overdue'
  | 'station-revoked';

export type EndedBecause = 'withdrawn' | 'spoiled' | 'not-fed';

export interface PrintJob {
  readonly state: PrintJobState;
  /** The newest attempt; 0 before the first claim. */
  readonly attempt: number;
  /** Who holds it: null while queued. */
  readonly stationId: string | null;
  readonly leaseUntil: Date | null;
  /** The blank bound to it since it began. */
  readonly serial: string | null;
  readonly heldBecause: HeldBecause | null;
  readonly endedBecause: EndedBecause | null;
  /** The visit that has taken it along: it may be printed where no line reaches, so it never goes back by itself. */
  readonly visitId: string | null;
}

/** A station speaking about one attempt. */
export interface By {
  readonly stationId: string;
  readonly attempt: number;
}

/** What may be done to a job. `now` is the database's clock. */
export type Act =
  | {
      readonly act: 'claim';
      readonly stationId: string;
      readonly now: Date;
      readonly leaseUntil: Date;
      readonly visitId?: string;
    }
  | { readonly act: 'begin'; readonly by: By; readonly serial: string; readonly now: Date; readonly leaseUntil: Date }
  | { readonly act: 'renew'; readonly by: By; readonly now: Date; readonly leaseUntil: Date }
  | { readonly act: 'complete' | 'spoil'; readonly by: By; readonly serial: string }
  | { readonly act: 'not-fed' | 'abort'; readonly by: By }
  | { readonly act: 'journal-lost' | 'station-lost' }
  | { readonly act: 'lease-over'; readonly now: Date }
  | { readonly act: 'withdraw' }
  | { readonly act: 'settle'; readonly found: 'printed' | 'spoiled' | 'not-fed'; readonly serial: string | null };

/** Stable codes: stations and clerks get them as the problem's `code`. */
export type Refusal =
  | 'taken'
  | 'job-ended'
  | 'job-begun'
  | 'job-held'
  | 'old-attempt'
  | 'not-begun'
  | 'lease-over'
  | 'serial-differs'
  | 'not-held';

export type Decision =
  | { readonly outcome: 'moved'; readonly job: PrintJob }
  /** It is so already: the answer to the first time was lost. */
  | { readonly outcome: 'already' }
  /** `job`: what was said is refused, and yet it puts the job aside for a person. */
  | { readonly outcome: 'refused'; readonly why: Refusal; readonly job?: PrintJob };

const moved = (job: PrintJob): Decision => ({ outcome: 'moved', job });
const refused = (why: Refusal, job?: PrintJob): Decision => ({ outcome: 'refused', why, ...(job ? { job } : {}) });
const already: Decision = { outcome: 'already' };

export const freshPrintJob: PrintJob = {
  state: 'queued',
  attempt: 0,
  stationId: null,
  leaseUntil: null,
  serial: null,
  heldBecause: null,
  endedBecause: null,
  visitId: null,
};

/** What an act makes of a job. Never throws. */
export function decide(job: PrintJob, act: Act): Decision {
  switch (act.act) {
    case 'claim':
      return claim(job, act);
    case 'begin':
      return begin(job, act);
    case 'renew':
      return renew(job, act);
    case 'complete':
    case 'spoil':
      return report(job, act);
    case 'not-fed':
      return notFed(job, act.by);
    case 'abort':
      if (!isNewest(job, act.by)) return refused('old-attempt');
      if (job.state === 'started') return moved(hold(job, 'printer-aborted'));
      return job.state === 'held' ? already : refused(whyNot(job));
    case 'journal-lost':
      return job.state === 'started' ? moved(hold(job, 'journal-lost')) : already;
    case 'station-lost':
      if (job.state === 'started' || isTakenAlong(job)) return moved(hold(job, 'station-revoked'));
      return job.state === 'claimed' ? moved(requeue(job)) : already;
    case 'lease-over':
      if (job.leaseUntil === null || job.leaseUntil > act.now) return already;
      if (isTakenAlong(job)) return moved(hold(job, 'visit-overdue'));
      if (job.state === 'claimed') return moved(requeue(job));
      return job.state === 'started' ? moved(hold(job, 'lease-over-after-begin')) : already;
    case 'withdraw':
      // Whoever commits first wins: before ink the citizen, after it the card.
      if (isTakenAlong(job)) return refused('job-begun');
      if (job.state === 'queued' || job.state === 'claimed') return moved(end(job, 'withdrawn'));
      return job.endedBecause === 'withdrawn' ? already : refused(whyNot(job));
    case 'settle':
      return settle(job, act.found, act.serial);
  }
}

function claim(job: PrintJob, act: Extract<Act, { act: 'claim' }>): Decision {
  const { stationId, leaseUntil, visitId = null } = act;
  if (job.state === 'queued')
    return moved({ ...job, state: 'claimed', attempt: job.attempt + 1, stationId, leaseUntil, visitId });
  // The station asks again because our answer was lost: the same attempt, nothing has begun.
  if (job.state === 'claimed' && job.stationId === stationId)
    return moved({ ...job, leaseUntil: laterOf(job, leaseUntil) });
  return refused(job.state === 'completed' || job.state === 'abandoned' ? 'job-ended' : 'taken');
}

function begin(job: PrintJob, act: Extract<Act, { act: 'begin' }>): Decision {
  if (!isNewest(job, act.by)) return refused(lost(job, act.by));
  if (job.state === 'started') return job.serial === act.serial ? already : refused('serial-differs');
  if (job.state !== 'claimed') return refused(whyNot(job));
  if (isOver(job, act.now)) return refused('lease-over');
  return moved({ ...job, state: 'started', serial: act.serial, leaseUntil: laterOf(job, act.leaseUntil) });
}

function renew(job: PrintJob, act: Extract<Act, { act: 'renew' }>): Decision {
  if (!isNewest(job, act.by)) return refused(lost(job, act.by));
  if (job.state === 'claimed' && isOver(job, act.now)) return refused('lease-over');
  // A begun job is nobody else's: its lease may be renewed late, as long as nobody was called to look.
  if (job.state === 'claimed' || job.state === 'started')
    return moved({ ...job, leaseUntil: laterOf(job, act.leaseUntil) });
  return refused(whyNot(job));
}

/** A blank was used up: by a good card or a spoiled one. */
function report(job: PrintJob, { act, by, serial }: Extract<Act, { act: 'complete' | 'spoil' }>): Decision {
  const ended = act === 'complete' ? complete(job) : end(job, 'spoiled');
  if (!isNewest(job, by)) return unexplained(job, 'old-attempt');
  if (job.state === 'claimed') return unexplained(job, 'not-begun');
  if (job.state === ended.state && job.endedBecause === ended.endedBecause) {
    return job.serial === serial ? already : refused('serial-differs');
  }
  if (job.state === 'completed' || job.state === 'abandoned') return refused('job-ended');
  if (job.serial !== serial)
    return refused('serial-differs', job.state === 'held' ? undefined : hold(job, 'serial-differs'));
  // It was put aside only because the station was silent: now it speaks, of the same attempt and the same blank.
  return job.state === 'started' || isSilent(job) ? moved(ended) : refused('job-held');
}

/** A report that no granted attempt explains says that a blank was used without leave: a person must look. */
function unexplained(job: PrintJob, why: Refusal): Decision {
  const isOpen = job.state === 'queued' || job.state === 'claimed' || job.state === 'started';
  return refused(why, isOpen ? hold(job, 'unexplained-report') : undefined);
}

function notFed(job: PrintJob, by: By): Decision {
  if (!isNewest(job, by))
    return job.state === 'queued' && job.attempt === by.attempt ? already : refused('old-attempt');
  if (job.state === 'claimed') return moved(requeue(job));
  if (job.state === 'started' || isSilent(job)) return moved(end(job, 'not-fed'));
  return job.endedBecause === 'not-fed' ? already : refused(whyNot(job));
}

function settle(job: PrintJob, found: 'printed' | 'spoiled' | 'not-fed', serial: string | null): Decision {
  if (job.state !== 'held') return refused('not-held');
  const seen = { ...job, serial: serial ?? job.serial };
  return moved(found === 'printed' ? complete(seen) : end(seen, found));
}

const isNewest = (job: PrintJob, by: By) => job.attempt === by.attempt && job.stationId === by.stationId;
const isSilent = (job: PrintJob) => job.state === 'held' && job.heldBecause === 'lease-over-after-begin';
const isTakenAlong = (job: PrintJob) => job.state === 'claimed' && job.visitId !== null;
/** Whoever is on a visit keeps its lease until it is back, whatever it asks meanwhile. */
const laterOf = ({ visitId, leaseUntil }: PrintJob, asked: Date): Date =>
  visitId !== null && leaseUntil !== null && leaseUntil > asked ? leaseUntil : asked;
const isOver = (job: PrintJob, now: Date) => job.leaseUntil === null || job.leaseUntil <= now;
const lost = (job: PrintJob, by: By): Refusal =>
  job.state === 'queued' && job.attempt === by.attempt ? 'lease-over' : 'old-attempt';
const requeue = (job: PrintJob): PrintJob => ({
  ...job,
  state: 'queued',
  stationId: null,
  leaseUntil: null,
  visitId: null,
});
const hold = (job: PrintJob, heldBecause: HeldBecause): PrintJob => ({
  ...job,
  state: 'held',
  leaseUntil: null,
  heldBecause,
});
const complete = (job: PrintJob): PrintJob => ({ ...job, state: 'completed', leaseUntil: null });
const end = (job: PrintJob, endedBecause: EndedBecause): PrintJob => ({
  ...job,
  state: 'abandoned',
  leaseUntil: null,
  endedBecause,
});

function whyNot(job: PrintJob): Refusal {
  switch (job.state) {
    case 'queued':
    case 'claimed':
      return 'not-begun';
    case 'started':
      return 'job-begun';
    case 'held':
      return 'job-held';
    case 'completed':
    case 'abandoned':
      return 'job-ended';
  }
}
