import type { Channel, ComplaintAbout } from '#contracts';

/** A row of `complaint` as SQL gives it; what people wrote stays sealed. */
export interface ComplaintRow {
  readonly id: string;
  readonly number: string;
  readonly about: ComplaintAbout;
  readonly channel: Channel;
  readonly office: string;
  readonly conversation_id: string | null;
  readonly application_id: string | null;
  readonly sealed_words: string | null;
  readonly sealed_contact: string | null;
  readonly state: 'open' | 'answered' | 'closed';
  readonly owner: string | null;
  readonly due_at: Date;
  readonly overdue_said_at: Date | null;
  readonly sealed_answer: string | null;
  readonly opened_by: string | null;
  readonly opened_at: Date;
  readonly answered_at: Date | null;
  readonly closed_at: Date | null;
  readonly traceparent: string | null;
}

/** What every `complaint.*` event carries. */
export function complaintFacts(row: ComplaintRow) {
  return {
    complaintId: row.id,
    about: row.about,
    channel: row.channel,
    office: row.office,
    dueAt: row.due_at.toISOString(),
    ...(row.application_id === null ? {} : { applicationId: row.application_id }),
  };
}
