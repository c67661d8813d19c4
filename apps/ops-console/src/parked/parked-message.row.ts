/** A message on the parked desk. Its body is encrypted and never shown. */
export interface ParkedMessageRow {
  readonly id: string;
  readonly message_id: string | null;
  readonly event_type: string;
  readonly queue: string;
  readonly reason: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly first_failed_at: Date | null;
  readonly said_at: Date | null;
  readonly parked_at: Date;
  readonly trace_id: string | null;
  readonly said_by: string | null;
  readonly headers: Record<string, string>;
  readonly content_type: string;
  readonly body: string | null;
  readonly body_bytes: number;
  readonly state: 'open' | 'replayed' | 'dismissed';
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly why: string | null;
}

/** What the API and the page show of a row. */
export function showParked(row: ParkedMessageRow) {
  return {
    parkedId: row.id,
    messageId: row.message_id,
    eventType: row.event_type,
    queue: row.queue,
    reason: row.reason,
    attempts: row.attempts,
    error: row.error,
    firstFailedAt: row.first_failed_at?.toISOString() ?? null,
    saidAt: row.said_at?.toISOString() ?? null,
    parkedAt: row.parked_at.toISOString(),
    traceId: row.trace_id,
    saidBy: row.said_by,
    bodyBytes: row.body_bytes,
    state: row.state,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by,
    why: row.why,
  };
}
export type ParkedShown = ReturnType<typeof showParked>;
