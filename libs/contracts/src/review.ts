import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { answers, finding, id } from './words.js';

export const ReviewRequested = defineEvent({
  type: 'review.requested',
  version: 1,
  owner: 'document-validation',
  says: 'A person must look: tick what SIAK shows, decide a doubt, or mirror the record’s status.',
  data: z.object({
    reviewId: id,
    applicationId: id,
    task: z.enum(['tick-register', 'decide-doubt', 'mirror-record']),
  }),
  example: {
    reviewId: '0198c0de-0000-7000-8000-0000000000f1',
    applicationId: '0198c0de-0000-7000-8000-000000000001',
    task: 'decide-doubt',
  },
  subject: (data) => data.applicationId,
});

export const ReviewDecided = defineEvent({
  type: 'review.decided',
  version: 1,
  owner: 'document-validation',
  says: 'A person has decided the doubt.',
  data: z.discriminatedUnion('verdict', [
    z.object({ applicationId: id, answers, verdict: z.literal('approve') }),
    z.object({
      applicationId: id,
      answers,
      verdict: z.literal('await-recording'),
      cause: z.enum(['recording', 'deduplication']),
    }),
    z.object({ applicationId: id, answers, verdict: z.literal('correct'), findings: z.array(finding).min(1) }),
    z.object({
      applicationId: id,
      answers,
      verdict: z.literal('refuse'),
      legalReason: z.string().regex(/^[A-Z0-9_.-]+$/),
    }),
  ]),
  example: { applicationId: '0198c0de-0000-7000-8000-000000000001', answers: 4, verdict: 'approve' },
  subject: (data) => data.applicationId,
});
