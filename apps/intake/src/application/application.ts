import type { ApplicationState, Finding, HoldCause } from '#contracts';

/**
 * THE life of an application: states × facts → next state. Pure: no clock, no database, no ids.
 * Whoever wants to know what may happen next reads this table and nothing else.
 */
export const moves = {
  draft: { submitted: 'submitted', silence: 'expired', withdrawal: 'withdrawn' },
  submitted: {
    'documents.complete': 'checking_register',
    'documents.incomplete': 'correction_requested',
    // A photo was taken for another document than it is: the file is checked anew.
    'documents renamed': 'submitted',
    withdrawal: 'withdrawn',
  },
  correction_requested: { submitted: 'submitted', silence: 'expired', withdrawal: 'withdrawn' },
  checking_register: {
    'register.confirmed': 'ready_to_print',
    'register.not-recorded': 'awaiting_recording',
    'register.doubtful': 'under_review',
    // Without a register service a clerk's look may lead straight to a decision.
    'review.approve': 'ready_to_print',
    'review.await-recording': 'awaiting_recording',
    'review.correct': 'correction_requested',
    'review.refuse': 'rejected',
    'documents renamed': 'submitted',
    withdrawal: 'withdrawn',
  },
  under_review: {
    'review.approve': 'ready_to_print',
    'review.await-recording': 'awaiting_recording',
    'review.correct': 'correction_requested',
    'review.refuse': 'rejected',
    withdrawal: 'withdrawn',
  },
  awaiting_recording: {
    'record.print-ready': 'ready_to_print',
    // The same wait for another reason: told, and counted, as what it is.
    'record.wait-changed': 'awaiting_recording',
    withdrawal: 'withdrawn',
  },
  // From here on a withdrawal is asked, not taken: printing-queue answers under its job's lock.
  ready_to_print: { 'print-job.started': 'printing', 'print-job.abandoned as withdrawn': 'withdrawn' },
  printing: {
    'print-job.completed here': 'ready_for_pickup',
    'print-job.completed elsewhere': 'in_transit',
    'print-job.abandoned': 'ready_to_print',
    'print-job.abandoned as withdrawn': 'withdrawn',
  },
  // A printed card that is void (lost on its way, a defect seen late) is printed again.
  in_transit: { 'card.arrived': 'ready_for_pickup', 'print-job.abandoned as voided': 'ready_to_print' },
  ready_for_pickup: { 'card.handed-over': 'handed_over', 'print-job.abandoned as voided': 'ready_to_print' },
  handed_over: {},
  rejected: {},
  withdrawn: {},
  expired: { 'document again': 'draft' },
} as const satisfies Record<ApplicationState, Partial<Record<Move, ApplicationState>>>;

/** What moves an application: the columns of the table. */
export type Move =
  | 'submitted'
  | 'silence'
  | 'withdrawal'
  | 'document again'
  | 'documents renamed'
  | 'documents.complete'
  | 'documents.incomplete'
  | 'register.confirmed'
  | 'register.not-recorded'
  | 'register.doubtful'
  | 'review.approve'
  | 'review.await-recording'
  | 'review.correct'
  | 'review.refuse'
  | 'record.print-ready'
  | 'record.wait-changed'
  | 'print-job.started'
  | 'print-job.completed here'
  | 'print-job.completed elsewhere'
  | 'print-job.abandoned'
  | 'print-job.abandoned as withdrawn'
  | 'print-job.abandoned as voided'
  | 'card.arrived'
  | 'card.handed-over';

type RecordingCause = Extract<HoldCause, 'recording' | 'deduplication'>;

/** What a citizen is promised when their file is complete, reckoned by who reports the fact: the machine has no calendar. */
export interface GivenPromise {
  readonly workingDays: number;
  readonly promisedFor: Date;
  readonly remindAt: Date;
}

/** Facts that intake itself finds: acts of the citizen or a clerk, the clock, the network. */
export type OwnFact =
  | { readonly fact: 'due soon' | 'overdue' }
  | { readonly fact: 'submitted' | 'silence' | 'withdrawal' | 'document again' | 'documents renamed' }
  | { readonly fact: 'network lost' | 'network restored' };

/** Facts that other services report; `answers` is the sequence of the announcement they answer. */
export type ReportedFact = { readonly answers: number } & (
  | { readonly fact: 'documents.complete'; readonly promise?: GivenPromise | undefined }
  | { readonly fact: 'register.confirmed' | 'register.doubtful' | 'record.print-ready' }
  | { readonly fact: 'documents.incomplete' | 'review.correct'; readonly findings: Finding[] }
  | {
      readonly fact: 'register.not-recorded' | 'review.await-recording' | 'record.wait-changed';
      readonly cause: RecordingCause;
    }
  | { readonly fact: 'review.approve' }
  | { readonly fact: 'review.refuse'; readonly legalReason: string }
  | { readonly fact: 'print-job.started' | 'print-job.completed here' | 'print-job.completed elsewhere' }
  | { readonly fact: 'print-job.abandoned' | 'print-job.abandoned as withdrawn' | 'print-job.withdrawal-refused' }
  | { readonly fact: 'print-job.abandoned as voided' }
  | { readonly fact: 'printing.deferred' | 'printing.resumed'; readonly cause: HoldCause }
  | { readonly fact: 'card.arrived' | 'card.handed-over' }
);

export type Fact = OwnFact | ReportedFact;

/** Where an application stands. */
export interface Life {
  readonly state: ApplicationState;
  /** Announcements so far: the last one's number. */
  readonly sequence: number;
  /** The sequence of the announcement that others are answering now. */
  readonly chapter: number;
  /** Announced waits by cause, `deferred` counted up and `resumed` down, so that their order does not matter. */
  readonly waits: Readonly<Partial<Record<HoldCause, number>>>;
  /** A withdrawal was asked of printing-queue and not answered yet. */
  readonly withdrawalAsked: boolean;
}

/** What is to be announced, in order; each takes one number of the sequence. */
export type Announcement =
  | { readonly says: 'entered'; readonly state: ApplicationState; readonly sequence: number }
  | { readonly says: 'delayed' | 'resumed'; readonly cause: HoldCause; readonly sequence: number }
  | { readonly says: 'withdrawal requested' | 'due soon' | 'overdue'; readonly sequence: number };

/** Never silence: a fact moves the application, is nothing new, has overtaken another one, or cannot be true. */
export type Answer =
  | { readonly answer: 'moved'; readonly life: Life; readonly announcements: readonly Announcement[] }
  | { readonly answer: 'already there' | 'early' | 'impossible' };

/** Entering one of these opens a chapter: what others report answers that announcement. */
const opensChapter: readonly ApplicationState[] = [
  'submitted',
  'checking_register',
  'under_review',
  'awaiting_recording',
  'ready_to_print',
];

/** Nothing more happens to these; only a document of the citizen wakes an expired one. */
export const finalStates: readonly ApplicationState[] = ['handed_over', 'rejected', 'withdrawn', 'expired'];

/** In these the clock of the promise runs: the file has been complete, and no card lies ready. */
export const runningStates: readonly ApplicationState[] = [
  'submitted',
  'checking_register',
  'under_review',
  'awaiting_recording',
  'ready_to_print',
  'printing',
];

/** How far a card has come, by state; and where it must be for a fact about it to be the next one. */
const cardPlace: Partial<Record<ApplicationState, number>> = {
  ready_to_print: 0,
  printing: 1,
  in_transit: 2,
  ready_for_pickup: 3,
  handed_over: 4,
};
const cardFactNeeds: Partial<Record<Fact['fact'], number>> = {
  'print-job.started': 0,
  'print-job.completed here': 1,
  'print-job.completed elsewhere': 1,
  'print-job.abandoned as voided': 2,
  'card.arrived': 2,
  'card.handed-over': 3,
};

/** A request that has just been begun; its announcement is number 1. */
export const begun: Life = { state: 'draft', sequence: 1, chapter: 0, waits: {}, withdrawalAsked: false };

/** Judges a fact about an application. */
export function judge(life: Life, fact: Fact): Answer {
  if ('answers' in fact && fact.answers !== life.chapter && !isOfThisWait(life, fact)) {
    return { answer: fact.answers < life.chapter ? 'already there' : 'early' };
  }
  const row: Partial<Record<string, ApplicationState>> = moves[life.state];
  const next = row[fact.fact];
  if (next) return enter(life, next);
  switch (fact.fact) {
    case 'withdrawal':
      return withdraw(life);
    case 'network lost':
      return life.state === 'checking_register' && !isWaiting(life, 'network')
        ? wait(life, 'network', 1)
        : alreadyThere;
    case 'network restored':
      return life.state === 'checking_register' && isWaiting(life, 'network')
        ? wait(life, 'network', -1)
        : alreadyThere;
    case 'printing.deferred':
      return life.state === 'ready_to_print' ? wait(life, fact.cause, 1) : staleOr(life, 'impossible');
    case 'printing.resumed':
      return life.state === 'ready_to_print' ? wait(life, fact.cause, -1) : staleOr(life, 'impossible');
    case 'print-job.withdrawal-refused':
      if (!life.withdrawalAsked) return staleOr(life, 'impossible');
      return { answer: 'moved', life: { ...life, withdrawalAsked: false }, announcements: [] };
    case 'due soon':
    case 'overdue': {
      if (!runningStates.includes(life.state)) return alreadyThere;
      const sequence = life.sequence + 1;
      return { answer: 'moved', life: { ...life, sequence }, announcements: [{ says: fact.fact, sequence }] };
    }
    case 'submitted':
    case 'silence':
    case 'document again':
    case 'documents renamed':
      return alreadyThere;
    default:
      return judgeStray(life, fact);
  }
}

/**
 * A record is awaited once in a life: that it is print-ready is as true where a change of what it waits for was announced
 * meanwhile.
 */
function isOfThisWait({ state, chapter }: Life, { fact, answers }: ReportedFact): boolean {
  return fact === 'record.print-ready' && state === 'awaiting_recording' && answers < chapter;
}

/** A fact of the present chapter that the table has no move for. */
function judgeStray(life: Life, fact: ReportedFact): Answer {
  const place = cardPlace[life.state];
  const needs = cardFactNeeds[fact.fact];
  const aboutCard = needs !== undefined || fact.fact.startsWith('print-job.abandoned');
  if (!aboutCard) {
    // The chapter was answered and left, or the citizen has left it.
    const left: readonly ApplicationState[] = ['draft', 'correction_requested', ...finalStates];
    return left.includes(life.state) && life.state !== 'handed_over' ? alreadyThere : { answer: 'impossible' };
  }
  if (place !== undefined && needs !== undefined) return needs > place ? { answer: 'early' } : alreadyThere;
  // Spoiled before it began: the beginning is still on its way.
  if (place === 0) return { answer: 'early' };
  if (life.state !== 'withdrawn') return { answer: 'impossible' };
  // A card of a withdrawn request must not come to light unseen.
  return needs === undefined || needs === 0 ? alreadyThere : { answer: 'impossible' };
}

const alreadyThere: Answer = { answer: 'already there' };

/** Facts of printing come late when the card is past waiting; before there was a job they cannot be. */
function staleOr(life: Life, otherwise: 'impossible'): Answer {
  const past = cardPlace[life.state] !== undefined || finalStates.includes(life.state);
  return past ? alreadyThere : { answer: otherwise };
}

function enter(life: Life, state: ApplicationState): Answer {
  let sequence = life.sequence;
  const announcements: Announcement[] = waitingFor(life).map((cause) => ({
    says: 'resumed',
    cause,
    sequence: (sequence += 1),
  }));
  announcements.push({ says: 'entered', state, sequence: (sequence += 1) });
  const opens = opensChapter.includes(state);
  return {
    answer: 'moved',
    life: {
      state,
      sequence,
      chapter: opens ? sequence : life.chapter,
      waits: {},
      withdrawalAsked: opens || finalStates.includes(state) ? false : life.withdrawalAsked,
    },
    announcements,
  };
}

function withdraw(life: Life): Answer {
  if (finalStates.includes(life.state)) return alreadyThere;
  if (life.state !== 'ready_to_print') return { answer: 'impossible' };
  if (life.withdrawalAsked) return alreadyThere;
  const sequence = life.sequence + 1;
  return {
    answer: 'moved',
    life: { ...life, sequence, withdrawalAsked: true },
    announcements: [{ says: 'withdrawal requested', sequence }],
  };
}

function wait(life: Life, cause: HoldCause, change: 1 | -1): Answer {
  const before = isWaiting(life, cause);
  const waits = { ...life.waits, [cause]: (life.waits[cause] ?? 0) + change };
  const changed: Life = { ...life, waits };
  const after = isWaiting(changed, cause);
  if (before === after) return { answer: 'moved', life: changed, announcements: [] };
  const sequence = life.sequence + 1;
  return {
    answer: 'moved',
    life: { ...changed, sequence },
    announcements: [{ says: after ? 'delayed' : 'resumed', cause, sequence }],
  };
}

function isWaiting(life: Life, cause: HoldCause): boolean {
  return (life.waits[cause] ?? 0) > 0;
}

/** The announced causes for which an application waits now. */
export function waitingFor(life: Life): HoldCause[] {
  const causes = Object.keys(life.waits) as HoldCause[];
  return causes.filter((cause) => isWaiting(life, cause)).sort();
}
