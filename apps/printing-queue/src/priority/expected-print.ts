import { addWorkingMinutes, officeDate, type WorkingCalendar } from '#civil-registry';

/** What an office can make on a working day, and has made today. */
export interface Capacity {
  readonly cardsPerDay: number;
  readonly madeToday: number;
}

/**
 * When a queued card will be printed: the cards before it, at the office's pace, in working time. A day whose limit is used
 * up is over, however long the office is still open.
 * @param before how many queued jobs come first
 */
export function expectedPrint(before: number, capacity: Capacity, now: Date, calendar: WorkingCalendar): Date {
  const { cardsPerDay, madeToday } = capacity;
  const minutesOfDay = openMinutes(now, calendar);
  const leftToday = Math.max(0, cardsPerDay - madeToday);
  const openToday = minutesLeftToday(now, calendar);
  const todays = Math.min(leftToday, Math.floor((openToday / minutesOfDay) * cardsPerDay));
  if (before < todays) return addWorkingMinutes(now, ((before + 1) / cardsPerDay) * minutesOfDay, calendar);
  const afterToday = (before - todays + 1) / cardsPerDay;
  return addWorkingMinutes(now, openToday + afterToday * minutesOfDay, calendar);
}

/** Open minutes of the next day that opens. */
function openMinutes(now: Date, calendar: WorkingCalendar): number {
  for (let ahead = 1; ahead <= 31; ahead += 1) {
    const date = officeDate(new Date(now.getTime() + ahead * 86_400_000), calendar.timeZone);
    const minutes = calendar.openingsOn(date).reduce((sum, { from, to }) => sum + (to - from) / 60_000, 0);
    if (minutes > 0) return minutes;
  }
  return 450;
}

function minutesLeftToday(now: Date, calendar: WorkingCalendar): number {
  return calendar
    .openingsOn(officeDate(now, calendar.timeZone))
    .reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, now.getTime())) / 60_000, 0);
}
