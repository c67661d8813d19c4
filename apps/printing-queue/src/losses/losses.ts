import { type WorkingCalendar, workingMinutesBetween } from '#civil-registry';

/** A stretch in which an office could not print. */
export interface Stretch {
  readonly cause: string;
  readonly since: Date;
  readonly until: Date;
}

export interface Loss {
  readonly cause: string;
  readonly workingMinutes: number;
  readonly workingDays: number;
  readonly cards: number;
}

/**
 * What each cause has cost, in working time only: nobody prints at night. Cards are what the office would have made
 * meanwhile.
 * @param minutesOfDay open minutes of a usual working day
 */
export function lossesOf(
  stretches: readonly Stretch[],
  cardsPerDay: number,
  minutesOfDay: number,
  calendar: WorkingCalendar,
): Loss[] {
  const minutes = new Map<string, number>();
  for (const { cause, since, until } of stretches)
    minutes.set(cause, (minutes.get(cause) ?? 0) + workingMinutesBetween(since, until, calendar));
  return [...minutes]
    .map(([cause, workingMinutes]) => ({
      cause,
      workingMinutes: Math.round(workingMinutes),
      workingDays: Math.round((workingMinutes / minutesOfDay) * 100) / 100,
      cards: Math.round((workingMinutes / minutesOfDay) * cardsPerDay),
    }))
    .sort((one, other) => other.workingMinutes - one.workingMinutes);
}
