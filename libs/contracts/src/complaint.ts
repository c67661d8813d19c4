import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { channel, id, instant, office } from './words.js';

/** What a citizen lodges: a complaint (PermenPANRB 15/2014), or the use of a right over their data (UU 27/2022 art. 32). */
export const complaintAbout = z.enum(['complaint', 'data-rights']);
export type ComplaintAbout = z.infer<typeof complaintAbout>;

const complaint = z.object({
  complaintId: id,
  about: complaintAbout,
  channel,
  office,
  /** When it is to be answered at the latest. */
  dueAt: instant,
  /** The request it speaks of, where it names one. */
  applicationId: id.optional(),
});

const example = {
  complaintId: '0198c0de-0000-7000-8000-0000000000f1',
  about: 'complaint',
  channel: 'whatsapp',
  office: 'kota',
  dueAt: '2026-12-01T08:00:00.000Z',
} as const;

export const ComplaintOpened = defineEvent({
  type: 'complaint.opened',
  version: 1,
  owner: 'intake',
  says: 'A citizen has lodged a complaint or asked for their data; it has a number and a day by which it is answered.',
  data: complaint,
  example,
  subject: (data) => data.complaintId,
  projectionOnly: 'its citizen is answered in the conversation or at the counter; the staff see it in their list',
});

export const ComplaintAnswered = defineEvent({
  type: 'complaint.answered',
  version: 1,
  owner: 'intake',
  says: 'Its owner has answered; the words have gone to the citizen.',
  data: complaint.extend({ answeredAt: instant }),
  example: { ...example, answeredAt: '2026-11-25T02:00:00.000Z' },
  subject: (data) => data.complaintId,
  projectionOnly: 'the words themselves travel sealed as conversation.replied',
});

export const ComplaintClosed = defineEvent({
  type: 'complaint.closed',
  version: 1,
  owner: 'intake',
  says: 'Nothing more is to be done about it.',
  data: complaint.extend({ closedAt: instant }),
  example: { ...example, closedAt: '2026-11-26T02:00:00.000Z' },
  subject: (data) => data.complaintId,
  projectionOnly: 'the end of it is for the reports',
});

export const ComplaintOverdue = defineEvent({
  type: 'complaint.overdue',
  version: 1,
  owner: 'intake',
  says: 'Its day has passed without an answer; said once.',
  data: complaint,
  example,
  subject: (data) => data.complaintId,
});
