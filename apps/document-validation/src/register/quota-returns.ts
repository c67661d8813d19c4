import { addDays, instantOf, officeDate } from '#civil-registry';

const halfAnHour = 30 * 60_000;
const smallHours = 6 * 60;

/**
 * When a used-up daily quota may be asked for again: with the office's next day. The register's day may begin at another
 * hour than ours (the centre counts in Jakarta's time): who is refused in the small hours asks again in half an hour.
 */
export function quotaReturns(now: Date, timeZone: string): Date {
  const today = officeDate(now, timeZone);
  if (now.getTime() < instantOf(today, smallHours, timeZone)) return new Date(now.getTime() + halfAnHour);
  return new Date(instantOf(addDays(today, 1), 0, timeZone));
}
