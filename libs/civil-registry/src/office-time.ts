const formats = new Map<string, Intl.DateTimeFormat>();

// Building a format costs some fifty times as much as using it.
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

/** Milliseconds by which the zone's clock is ahead of UTC at that instant. */
function aheadOfUtc(instant: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant / 1000) * 1000;
}

/** The office's calendar day at that instant, `YYYY-MM-DD`: 00:30 in Nunukan is still yesterday in UTC. */
export function officeDate(at: Date, timeZone: string): string {
  return new Date(at.getTime() + aheadOfUtc(at.getTime(), timeZone)).toISOString().slice(0, 10);
}

/** The instant, in milliseconds, at which the zone's clock shows that day and minute of the day. */
export function instantOf(date: string, minuteOfDay: number, timeZone: string): number {
  const asIfUtc = Date.parse(`${date}T00:00:00Z`) + minuteOfDay * 60_000;
  const guess = asIfUtc - aheadOfUtc(asIfUtc, timeZone);
  // The first guess reads the offset at the wrong instant; near a change of the clock the second one differs.
  return asIfUtc - aheadOfUtc(guess, timeZone);
}

/** The calendar day `days` after (or before) another; days of the calendar, not 24-hour spans. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
