import type { Role } from '#boot';

/** Injects an {@link Alerting}. */
export const ALERTING = Symbol('when and to whom alerts go');

/** When and to whom the staff's alerts go. */
export interface Alerting {
  /** Undefined: nothing is mailed; alerts are noted all the same. */
  readonly smtpUrl: string | undefined;
  readonly from: string;
  /** Phones by role, in digits with the country code. */
  readonly phones: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** Mail addresses by role. */
  readonly addresses: Readonly<Partial<Record<Role, readonly string[]>>>;
  /** Hours of the day between which nobody is told, by the office's clock: `{ from: 21, to: 6 }`. */
  readonly quiet: { readonly from: number; readonly to: number };
  readonly timeZone: string;
  /** A review that waits for longer is overdue. */
  readonly overdueHours: number;
  /** A network that is away for longer is told of. */
  readonly linkMinutes: number;
  /** How often we look for what is due. */
  readonly everyMs: number;
}

const quarterMs = 15 * 60_000;

/** How many milliseconds it stays quiet at the office from now on; 0 when it is not. At most a day. */
export function quietForMs(now: Date, office: Pick<Alerting, 'quiet' | 'timeZone'>): number {
  if (!isQuiet(now, office)) return 0;
  // Quiet ends on the hour, and the clocks of all time zones differ by whole quarters.
  const first = Math.ceil(now.getTime() / quarterMs) * quarterMs;
  for (let quarter = 0; quarter < 96; quarter += 1) {
    const at = first + quarter * quarterMs;
    if (!isQuiet(new Date(at), office)) return at - now.getTime();
  }
  return 96 * quarterMs;
}

/** Whether it is quiet at the office now. From and to alike: never. */
export function isQuiet(now: Date, { quiet: { from, to }, timeZone }: Pick<Alerting, 'quiet' | 'timeZone'>): boolean {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now));
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}
