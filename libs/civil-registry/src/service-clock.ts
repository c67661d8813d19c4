import { addWorkingMinutes, endOfWorkingDay, type WorkingCalendar, workingMinutesBetween } from './working-calendar.js';

/** A stretch of time; `to` is null while it lasts. */
export interface Span {
  readonly from: Date;
  readonly to: Date | null;
}

/** A promise of days, counted from the complete file. */
export interface Promised {
  readonly completeSince: Date;
  readonly workingDays: number;
}

/** Working minutes of a service: gross by the calendar, net without holds, transit apart. Fractions rounded down. */
export interface ServiceTime {
  readonly grossMinutes: number;
  readonly netMinutes: number;
  readonly transitMinutes: number;
}

/** Where a promise stands: the instants at which a reminder and the end of it are due. */
export interface PromiseDates {
  readonly remindAt: Date;
  readonly promisedFor: Date;
}

/** How much of a promise may pass before its clerks are reminded. */
const reminderShare = 0.75;

/**
 * Measures the promise of domain 5.1: from the complete file to the card that lies ready. Holds pause the net clock; that
 * they overlap counts once. The way between two offices is told apart from both.
 * @param completeSince when the file was complete; no service before that
 * @param ready when the card lay ready, or the request ended; `now` while neither has happened
 */
export function measureService(
  completeSince: Date,
  ready: Date,
  holds: readonly Span[],
  transit: Span | undefined,
  calendar: WorkingCalendar,
): ServiceTime {
  const minutes = (from: Date, to: Date) => (to > from ? workingMinutesBetween(from, to, calendar) : 0);
  const transitMinutes = transit ? minutes(transit.from, transit.to ?? ready) : 0;
  const gross = minutes(completeSince, ready) - transitMinutes;
  const held = withoutOverlap(holds, completeSince, ready).reduce((sum, { from, to }) => sum + minutes(from, to), 0);
  return {
    grossMinutes: Math.floor(gross),
    netMinutes: Math.floor(Math.max(0, gross - held)),
    transitMinutes: Math.floor(transitMinutes),
  };
}

/**
 * When the reminder and the promise are due: the promise is the close of the last of its working days, and every working
 * minute of a hold that is over puts it off by one. While a hold lasts nobody can say: undefined.
 */
export function promiseDates(
  { completeSince, workingDays }: Promised,
  holds: readonly Span[],
  calendar: WorkingCalendar,
): PromiseDates | undefined {
  const over: { from: Date; to: Date }[] = [];
  for (const { from, to } of holds) {
    if (to === null) return undefined;
    over.push({ from, to });
  }
  const last = over.reduce((latest, { to }) => (to > latest ? to : latest), completeSince);
  const closing = endOfWorkingDay(completeSince, workingDays, calendar);
  const allowed = workingMinutesBetween(completeSince, closing, calendar);
  const pauses = withoutOverlap(over, completeSince, last);
  return {
    remindAt: whenNetHasPassed(allowed * reminderShare, completeSince, pauses, calendar),
    promisedFor: whenNetHasPassed(allowed, completeSince, pauses, calendar),
  };
}

/** The instant at which so many working minutes outside the pauses have passed. */
function whenNetHasPassed(
  minutes: number,
  since: Date,
  pauses: readonly { readonly from: Date; readonly to: Date }[],
  calendar: WorkingCalendar,
): Date {
  let left = minutes;
  let at = since;
  for (const { from, to } of pauses) {
    const until = workingMinutesBetween(at, from, calendar);
    if (until >= left) break;
    left -= until;
    at = to;
  }
  return addWorkingMinutes(at, left, calendar);
}

function withoutOverlap(holds: readonly Span[], start: Date, end: Date): { from: Date; to: Date }[] {
  const clipped = holds
    .map(({ from, to }) => ({ from: from > start ? from : start, to: to && to < end ? to : end }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from.getTime() - b.from.getTime());
  const joined: { from: Date; to: Date }[] = [];
  for (const hold of clipped) {
    const last = joined.at(-1);
    if (last && hold.from <= last.to) last.to = hold.to > last.to ? hold.to : last.to;
    else joined.push({ ...hold });
  }
  return joined;
}

/** How much stands before a request, and how much of it a day takes. */
export interface Queues {
  /** Files that are checked before this one, and how many are checked a working day. */
  readonly checksAhead: number;
  readonly checksPerDay: number;
  /** Cards that are printed before this one, and how many its printers make a working day. */
  readonly cardsAhead: number;
  readonly cardsPerDay: number;
}

/**
 * The working days that can honestly be promised: the public standard, or longer where the queues are longer than it. A card
 * that is checked on a day may be printed on the same one, so the two queues share their first day.
 */
export function daysToPromise(standard: number, queues: Queues): number {
  const { checksAhead, checksPerDay, cardsAhead, cardsPerDay } = queues;
  const checking = Math.ceil((checksAhead + 1) / checksPerDay);
  // Whoever is checked before it is printed before it as well.
  const printing = Math.ceil((cardsAhead + checksAhead + 1) / cardsPerDay);
  return Math.max(standard, checking, printing);
}
