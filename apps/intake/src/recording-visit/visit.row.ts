import type { Channel, Kind, VisitReason } from '#contracts';

export interface VisitRow {
  readonly id: string;
  readonly district: string;
  readonly office: string;
  /** ISO days. */
  readonly starts_on: string;
  readonly ends_on: string;
  readonly team: string[];
  readonly state: 'planned' | 'closed' | 'cancelled';
  readonly planned_by: string;
  readonly planned_at: Date;
  readonly ended_at: Date | null;
  readonly traceparent: string | null;
}

/** A day is text here: the driver would make an instant of it, in a zone of its own. */
export const visitColumns =
  'id, district, office, starts_on::text as starts_on, ends_on::text as ends_on, team, state, planned_by, planned_at, ended_at, traceparent';

export interface VisitRequestRow {
  readonly id: string;
  readonly channel: Channel;
  readonly district: string;
  readonly village: string | null;
  readonly reason: VisitReason;
  readonly people: number;
  readonly conversation_id: string | null;
  readonly sealed_contact: string | null;
  readonly state: 'open' | 'planned' | 'done' | 'declined';
  readonly visit_id: string | null;
  readonly opened_at: Date;
}

export type Purpose = 'record' | 'hand-over';
export type EntryResult = 'recorded' | 'absent' | 'failed' | 'handed-over' | 'not-collected';

export interface EntryRow {
  readonly application_id: string;
  readonly purpose: Purpose;
  readonly result: EntryResult | null;
  readonly collected_by: 'self' | 'family' | 'proxy' | null;
  readonly old_card_taken: boolean | null;
  readonly kind: Kind;
}
