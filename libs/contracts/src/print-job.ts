import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { answers, holdCause, id, instant, office } from './words.js';

const job = z.object({ jobId: id, applicationId: id, answers, office });
const attempt = z.object({ stationId: z.string().max(64), attempt: z.int().min(1) });
const example = {
  jobId: '0198c0de-0000-7000-8000-0000000000b1',
  applicationId: '0198c0de-0000-7000-8000-000000000001',
  answers: 5,
  office: 'kota',
} as const;
const attemptExample = { stationId: 'kota-1', attempt: 1 } as const;

export const PrintJobOffered = defineEvent({
  type: 'print-job.offered',
  version: 1,
  owner: 'printing-queue',
  says: 'A card may be printed at this office: a hint to its stations; the claim decides.',
  data: job,
  example,
  subject: (data) => data.jobId,
  place: (data) => data.office,
});

export const PrintJobStarted = defineEvent({
  type: 'print-job.started',
  version: 1,
  owner: 'printing-queue',
  says: 'A blank is bound to the job; ink may flow.',
  data: job.extend(attempt.shape),
  example: { ...example, ...attemptExample },
  subject: (data) => data.jobId,
});

export const PrintJobCompleted = defineEvent({
  type: 'print-job.completed',
  version: 1,
  owner: 'printing-queue',
  says: 'The card is printed and has passed its quality check.',
  data: job.extend(attempt.shape).extend({
    /** Where it is collected; another office than the printing one means a transport. */
    pickupOffice: office,
  }),
  example: { ...example, ...attemptExample, pickupOffice: 'kota' },
  subject: (data) => data.jobId,
});

export const PrintJobHeld = defineEvent({
  type: 'print-job.held',
  version: 1,
  owner: 'printing-queue',
  says: 'What became of a blank is not known; a person must look before anything is printed again.',
  data: job.extend(attempt.shape).extend({ reason: z.string().regex(/^[a-z-]+$/) }),
  example: { ...example, ...attemptExample, reason: 'lease-over-after-begin' },
  subject: (data) => data.jobId,
});

export const PrintJobAbandoned = defineEvent({
  type: 'print-job.abandoned',
  version: 1,
  owner: 'printing-queue',
  says: 'The job is over without a card.',
  data: job.extend({ reason: z.enum(['withdrawn', 'spoiled', 'not-fed', 'settled-without-card', 'voided']) }),
  example: { ...example, reason: 'withdrawn' },
  subject: (data) => data.jobId,
});

export const PrintJobWithdrawalRefused = defineEvent({
  type: 'print-job.withdrawal-refused',
  version: 1,
  owner: 'printing-queue',
  says: 'The card has been begun; the request can no longer be withdrawn.',
  data: job,
  example,
  subject: (data) => data.jobId,
});

export const PrintJobReprintRequested = defineEvent({
  type: 'print-job.reprint-requested',
  version: 1,
  owner: 'printing-queue',
  says: 'A person has asked for what leads to a second card; another person must approve.',
  data: job.extend({ approvalId: id, act: z.enum(['settle', 'void']), requestedBy: z.string().max(120) }),
  example: {
    ...example,
    approvalId: '0198c0de-0000-7000-8000-0000000000c1',
    act: 'settle',
    requestedBy: 'operator-1',
  },
  subject: (data) => data.jobId,
  projectionOnly: 'asked and answered in printing-queue; said for the audit',
});

export const PrintJobReprintDecided = defineEvent({
  type: 'print-job.reprint-decided',
  version: 1,
  owner: 'printing-queue',
  says: 'A second person has approved or denied what leads to a second card.',
  data: job.extend({ approvalId: id, decision: z.enum(['approved', 'denied']), decidedBy: z.string().max(120) }),
  example: {
    ...example,
    approvalId: '0198c0de-0000-7000-8000-0000000000c1',
    decision: 'approved',
    decidedBy: 'head-1',
  },
  subject: (data) => data.jobId,
  projectionOnly: 'asked and answered in printing-queue; said for the audit',
});

export const PrintJobRerouted = defineEvent({
  type: 'print-job.rerouted',
  version: 1,
  owner: 'printing-queue',
  says: 'Every station of its office is away, so another office prints the card, which then travels.',
  data: job.extend({ fromOffice: office }),
  example: { ...example, fromOffice: 'hulu' },
  subject: (data) => data.jobId,
  projectionOnly: 'the offer at the new office and the transport follow by themselves',
});

export const PrintingDeferred = defineEvent({
  type: 'printing.deferred',
  version: 1,
  owner: 'printing-queue',
  says: 'The job cannot be printed now, and why.',
  data: job.extend({ cause: holdCause }),
  example: { ...example, cause: 'blanks' },
  subject: (data) => data.jobId,
});

export const PrintingResumed = defineEvent({
  type: 'printing.resumed',
  version: 1,
  owner: 'printing-queue',
  says: 'What the job waited for is there again.',
  data: job.extend({ cause: holdCause }),
  example: { ...example, cause: 'blanks' },
  subject: (data) => data.jobId,
});

export const PrintingCapacityChanged = defineEvent({
  type: 'printing.capacity-changed',
  version: 1,
  owner: 'printing-queue',
  says: 'What an office’s stations make on a working day is another number now: registered, revoked, or limited by its policy.',
  data: z.object({
    office,
    /** 0: nothing is printed there any more. Outages do not count: jobs that wait for them are deferred. */
    cardsPerDay: z.int().min(0),
    /** As of then; the newest counts. */
    at: instant,
  }),
  example: { office: 'kota', cardsPerDay: 150, at: '2026-11-24T01:00:00.000Z' },
  subject: (data) => data.office,
});
