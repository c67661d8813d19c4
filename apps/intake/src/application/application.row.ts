import type { ApplicationState, Channel, HoldCause, Kind } from '#contracts';
import type { Life } from './application.js';

/** A row of `application` as SQL gives it; what is personal stays sealed. */
export interface ApplicationRow {
  readonly id: string;
  readonly ticket: string;
  readonly sealed_tracking_code: string | null;
  readonly kind: Kind;
  readonly channel: Channel;
  readonly district: string;
  readonly village: string | null;
  readonly office: string;
  readonly citizenship: 'WNI' | 'WNA';
  /** Said by who is younger than seventeen; null: not asked. */
  readonly married: boolean | null;
  readonly sealed_nik: string | null;
  readonly sealed_family_card: string | null;
  readonly sealed_name: string | null;
  readonly sealed_phone: string | null;
  readonly phone_index: string | null;
  readonly conversation_id: string | null;
  readonly state: ApplicationState;
  readonly sequence: number;
  readonly chapter: number;
  readonly waits: Partial<Record<HoldCause, number>>;
  readonly withdrawal_asked: boolean;
  readonly round: number;
  readonly asked_for: string[];
  readonly said_done: boolean;
  readonly quiet_at: Date | null;
  readonly deadline: Date | null;
  readonly complete_since: Date | null;
  readonly promise_days: number | null;
  /** Null before the file is complete, and while a hold lasts. */
  readonly promised_for: Date | null;
  readonly due_soon_said_at: Date | null;
  readonly overdue_said_at: Date | null;
  readonly pictures_erased_at: Date | null;
  /** With it, everything that says whose request it was is null. */
  readonly particulars_erased_at: Date | null;
  readonly last_moved_at: Date;
  readonly created_at: Date;
  readonly opened_by: string | null;
  readonly opened_at_office: string | null;
  readonly request_digest: string | null;
  readonly traceparent: string | null;
}

/** A row whose particulars are not erased yet. */
export type KeptRow = {
  readonly [Column in 'sealed_tracking_code' | 'sealed_nik' | 'sealed_family_card' | 'sealed_name']: string;
};

/** Whether it is still known whose request this is (retention/). */
export function isKept<Row extends ApplicationRow>(row: Row): row is Row & KeptRow {
  return row.particulars_erased_at === null;
}

/** The machine's part of a row. */
export function lifeOf(row: ApplicationRow): Life {
  return {
    state: row.state,
    sequence: row.sequence,
    chapter: row.chapter,
    waits: row.waits,
    withdrawalAsked: row.withdrawal_asked,
  };
}
