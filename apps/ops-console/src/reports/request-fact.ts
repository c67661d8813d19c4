import {
  type Announced,
  measureService,
  readLedger,
  type WorkingCalendar,
  workingMinutesBetween,
} from '#civil-registry';

/** One announcement of a request as its copied event tells it, in its sequence. */
export interface ToldEvent {
  readonly type: string;
  readonly time: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A request as reports count it; named as the columns of `request_fact`. */
export interface RequestFact {
  readonly kind: string;
  readonly channel: string;
  readonly district: string;
  readonly office: string;
  readonly state: string;
  readonly begun_at: string;
  readonly submitted_at: string | null;
  readonly complete_since: string | null;
  /** When the card lay ready or the request ended; the clock stops there. */
  readonly ended_at: string | null;
  readonly ready_at: string | null;
  readonly handed_over_at: string | null;
  /** When a recording that the request had waited for became print-ready. */
  readonly recorded_at: string | null;
  readonly corrections: number;
  /** Whether the file was complete as it first came; null while nobody has judged it. */
  readonly first_time_complete: boolean | null;
  /** `KK:missing`, each once. */
  readonly defects: readonly string[];
  readonly promised_days: number | null;
  readonly overdue: boolean;
  /** Working minutes; null while the clock runs: a running figure would need a now, and the events have none. */
  readonly gross_minutes: number | null;
  readonly net_minutes: number | null;
  readonly transit_minutes: number | null;
  /** Working minutes of the holds that are over, by cause. */
  readonly held: Readonly<Record<string, number>>;
}

/**
 * Reads what reports count of a request from its announcements alone: the same events give the same row, however they came.
 * @param told in their sequence, at least one
 */
export function requestFact(told: readonly ToldEvent[], calendar: WorkingCalendar): RequestFact | undefined {
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last) return undefined;
  const ledger = readLedger(told.map(announcedOf));
  const entered = (state: string) => told.find(({ type, data }) => isEntry(type) && data['state'] === state);
  const complete = entered('checking_register');
  const completeSince = instantIn(complete?.data['completeSince']) ?? complete?.time;
  const corrections = told.filter(({ type }) => type === 'application.correction-requested');
  const [judged] = told.filter((one) => one === complete || one === corrections[0]);
  const measured =
    completeSince && ledger.ended
      ? measureService(completeSince, ledger.ended, ledger.holds, ledger.transit, calendar)
      : undefined;
  return {
    kind: wordIn(last.data['kind']),
    channel: wordIn(last.data['channel']),
    district: wordIn(last.data['district']),
    office: wordIn(last.data['office']),
    state: wordIn(last.data['state']),
    begun_at: first.time.toISOString(),
    submitted_at: entered('submitted')?.time.toISOString() ?? null,
    complete_since: completeSince?.toISOString() ?? null,
    ended_at: ledger.ended?.toISOString() ?? null,
    ready_at: entered('ready_for_pickup')?.time.toISOString() ?? null,
    handed_over_at: entered('handed_over')?.time.toISOString() ?? null,
    recorded_at: recordedAt(told)?.toISOString() ?? null,
    corrections: corrections.length,
    first_time_complete: judged ? judged === complete : null,
    defects: defectsIn(corrections),
    promised_days: typeof complete?.data['workingDays'] === 'number' ? complete.data['workingDays'] : null,
    overdue: told.some(({ type }) => type === 'application.overdue'),
    gross_minutes: measured?.grossMinutes ?? null,
    net_minutes: measured?.netMinutes ?? null,
    transit_minutes: measured?.transitMinutes ?? null,
    held: heldMinutes(ledger.holds, calendar),
  };
}

const notEntries = ['delayed', 'resumed', 'withdrawal-requested', 'due-soon', 'overdue'];

function isEntry(type: string): boolean {
  return !notEntries.includes(type.replace('application.', ''));
}

function announcedOf({ type, time, data }: ToldEvent): Announced {
  const says = isEntry(type) ? 'entered' : type.replace('application.', '');
  const cause = typeof data['cause'] === 'string' ? data['cause'] : null;
  return { says, state: wordIn(data['state']), cause, at: time };
}

/** A first recording has come about: the request waited for one and went on to the printer. */
function recordedAt(told: readonly ToldEvent[]): Date | undefined {
  const entries = told.filter(({ type }) => isEntry(type));
  return entries.find((one, at) => {
    const before = entries[at - 1];
    return (
      one.type === 'application.ready-to-print' &&
      before?.type === 'application.awaiting-recording' &&
      before.data['cause'] === 'recording'
    );
  })?.time;
}

function defectsIn(corrections: readonly ToldEvent[]): string[] {
  const all = corrections.flatMap(({ data }) => (Array.isArray(data['findings']) ? data['findings'] : []));
  const named = all.flatMap((finding: unknown) => {
    if (typeof finding !== 'object' || finding === null) return [];
    const { document, defect } = finding as Record<string, unknown>;
    return typeof document === 'string' && typeof defect === 'string' ? [`${document}:${defect}`] : [];
  });
  return [...new Set(named)].toSorted();
}

function heldMinutes(
  holds: readonly { readonly cause: string; readonly from: Date; readonly to: Date | null }[],
  calendar: WorkingCalendar,
): Record<string, number> {
  const held: Record<string, number> = {};
  for (const { cause, from, to } of holds) {
    if (to === null) continue;
    held[cause] = (held[cause] ?? 0) + (to > from ? Math.floor(workingMinutesBetween(from, to, calendar)) : 0);
  }
  return held;
}

function instantIn(value: unknown): Date | undefined {
  return typeof value === 'string' ? new Date(value) : undefined;
}

function wordIn(value: unknown): string {
  return typeof value === 'string' ? value : 'unknown';
}
