import { type WorkingCalendar, workingMinutesBetween } from '#civil-registry';

export interface Span {
  readonly from: Date;
  /** Null while it lasts. */
  readonly to: Date | null;
}

/** Working minutes of a service: gross by the calendar, net without holds, transit apart. Fractions rounded down. */
export interface ServiceTime {
  readonly grossMinutes: number;
  readonly netMinutes: number;
  readonly transitMinutes: number;
}

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
