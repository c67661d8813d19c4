import type { DataOf, ReviewRequested } from '#contracts';

export type Task = DataOf<typeof ReviewRequested>['task'];
export const tasks = ['tick-register', 'decide-doubt', 'mirror-record'] as const satisfies readonly Task[];

/** Something a person has to look at. */
export interface ReviewRow {
  readonly id: string;
  readonly application_id: string;
  /** The sequence of the announcement it answers. */
  readonly answers: number;
  readonly task: Task;
  readonly doubts: string[];
  /** For a record that is awaited: what for. */
  readonly cause: string | null;
  /** The chain that opened it: what a person does later is linked to it. */
  readonly traceparent: string | null;
  readonly opened_at: Date;
  /** By when the citizen was promised the card. */
  readonly promised_for: Date | null;
  readonly claimed_by: string | null;
  readonly claimed_until: Date | null;
  readonly closed_at: Date | null;
  readonly closed_as: 'settled' | 'withdrawn' | 'superseded' | null;
  readonly settled_by: string | null;
  /** What the person said: the body of the act. */
  readonly outcome: Record<string, unknown> | null;
  /** A refusal that a second reviewer has to confirm, and who wants it. */
  readonly proposed: Record<string, unknown> | null;
  readonly proposed_by: string | null;
  readonly proposed_at: Date | null;
  readonly kind: string;
  readonly channel: string;
  readonly office: string;
}

/** The columns of a {@link ReviewRow}, for `from review r join application a on a.id = r.application_id`. */
export const reviewColumns = `r.id, r.application_id, r.answers, r.task, r.doubts, r.cause, r.traceparent, r.opened_at, r.promised_for,
  r.claimed_by, r.claimed_until, r.closed_at, r.closed_as, r.settled_by, r.outcome,
  r.proposed, r.proposed_by, r.proposed_at, a.kind, a.channel, a.office`;
