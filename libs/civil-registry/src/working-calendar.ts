import type { CalendarSettings, WeeklyHours } from './calendar-settings.js';
import { addDays, instantOf, officeDate } from './office-time.js';

/** Open time as instants in milliseconds, end excluded. */
interface Opening {
  readonly from: number;
  readonly to: number;
}

/** A calendar ready to reckon with. Make it once with `workingCalendar`; it is immutable but for its memory of days. */
export interface WorkingCalendar {
  readonly timeZone: string;
  /** The openings of an office day, in order. */
  openingsOn(date: string): readonly Opening[];
}

const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const satisfies (keyof WeeklyHours)[];

const minute = 60_000;
// Longer than any closure: a calendar that stays shut for so long is a mistake in the settings.
const longestClosureDays = 400;

/**
 * Prepares a calendar.
 * @param timeZone IANA name of the office's zone, e.g. `Asia/Makassar`
 */
export function workingCalendar(settings: CalendarSettings, timeZone: string): WorkingCalendar {
  const exceptions = new Map(settings.exceptions.map((day) => [day.date, day]));
  const days = new Map<string, readonly Opening[]>();

  const hoursOn = (date: string): readonly { from: string; to: string }[] => {
    const exception = exceptions.get(date);
    if (exception !== undefined) return exception.open ? [exception] : [];
    const weekly =
      settings.seasons.find((season) => season.from <= date && date <= season.to)?.weekly ?? settings.weekly;
    const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()];
    return weekday === undefined ? [] : weekly[weekday];
  };

  return {
    timeZone,
    openingsOn(date) {
      const known = days.get(date);
      if (known !== undefined) return known;
      const openings = hoursOn(date).map(({ from, to }) => ({
        from: instantOf(date, minutesOf(from), timeZone),
        to: instantOf(date, minutesOf(to), timeZone),
      }));
      days.set(date, openings);
      return openings;
    },
  };
}

function minutesOf(clockTime: string): number {
  return Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3));
}

/** All openings from the office day of an instant on; ends with an error where nothing opens any more. */
function* openingsFrom(at: Date, calendar: WorkingCalendar): Generator<Opening> {
  let closedDays = 0;
  for (let date = officeDate(at, calendar.timeZone); closedDays < longestClosureDays; date = addDays(date, 1)) {
    const openings = calendar.openingsOn(date);
    closedDays = openings.length === 0 ? closedDays + 1 : 0;
    yield* openings;
  }
  throw new RangeError(`the working calendar stays closed for ${longestClosureDays} days: check its hours`);
}

/**
 * Working minutes between two instants, fractions included; negative when `to` lies before `from`. Additive: the sum over
 * any partition of a span is the whole.
 */
export function workingMinutesBetween(from: Date, to: Date, calendar: WorkingCalendar): number {
  if (from > to) return -workingMinutesBetween(to, from, calendar);
  const [start, end] = [from.getTime(), to.getTime()];
  const lastDate = officeDate(to, calendar.timeZone);
  let open = 0;
  for (let date = officeDate(from, calendar.timeZone); date <= lastDate; date = addDays(date, 1)) {
    for (const opening of calendar.openingsOn(date)) {
      open += Math.max(0, Math.min(end, opening.to) - Math.max(start, opening.from));
    }
  }
  return open / minute;
}

/**
 * The earliest instant at which that many working minutes have passed since `from`; `from` itself for none.
 * @throws RangeError for negative minutes, and where the calendar never opens again
 */
export function addWorkingMinutes(from: Date, minutes: number, calendar: WorkingCalendar): Date {
  if (!(minutes >= 0)) throw new RangeError('working minutes must not be negative');
  let left = Math.round(minutes * minute);
  if (left === 0) return from;
  for (const opening of openingsFrom(from, calendar)) {
    const start = Math.max(from.getTime(), opening.from);
    const available = opening.to - start;
    if (available >= left) return new Date(start + left);
    if (available > 0) left -= available;
  }
  return from;
}

/**
 * The end of the last of `days` working days after the office day of `from`, which itself does not count: the promise
 * "two working days" given on a Monday ends with Wednesday's closing. A day counts when it opens at all.
 * @throws RangeError for anything but a whole number of days from 1 up, and where the calendar never opens again
 */
export function endOfWorkingDay(from: Date, days: number, calendar: WorkingCalendar): Date {
  if (!Number.isInteger(days) || days < 1) throw new RangeError('working days must be a whole number from 1 up');
  let left = days;
  let closedDays = 0;
  for (
    let date = addDays(officeDate(from, calendar.timeZone), 1);
    closedDays < longestClosureDays;
    date = addDays(date, 1)
  ) {
    const closing = calendar.openingsOn(date).at(-1);
    if (closing === undefined) {
      closedDays += 1;
      continue;
    }
    closedDays = 0;
    left -= 1;
    if (left === 0) return new Date(closing.to);
  }
  throw new RangeError(`the working calendar stays closed for ${longestClosureDays} days: check its hours`);
}

/** Whether the office works at that instant; the closing minute itself is closed. */
export function isOpen(at: Date, calendar: WorkingCalendar): boolean {
  const instant = at.getTime();
  return calendar
    .openingsOn(officeDate(at, calendar.timeZone))
    .some((opening) => opening.from <= instant && instant < opening.to);
}

/**
 * The instant from which the office works: `at` itself while it is open, else the next opening.
 * @throws RangeError where the calendar never opens again
 */
export function nextOpening(at: Date, calendar: WorkingCalendar): Date {
  for (const opening of openingsFrom(at, calendar)) {
    if (opening.to > at.getTime()) return new Date(Math.max(at.getTime(), opening.from));
  }
  return at;
}
