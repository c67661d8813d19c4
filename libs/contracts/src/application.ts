import { z } from 'zod';
import { defineEvent } from './define-event.js';
import {
  channel,
  district,
  documentCode,
  finding,
  holdCause,
  id,
  instant,
  kind,
  office,
  sequence,
  sourceWord,
} from './words.js';

/** The states of an application. The machine that moves between them lives in intake. */
export const applicationStates = [
  'draft',
  'submitted',
  'correction_requested',
  'checking_register',
  'under_review',
  'awaiting_recording',
  'ready_to_print',
  'printing',
  'in_transit',
  'ready_for_pickup',
  'handed_over',
  'rejected',
  'withdrawn',
  'expired',
] as const;
export const applicationState = z.enum(applicationStates);
export type ApplicationState = z.infer<typeof applicationState>;

const announcement = z.object({
  applicationId: id,
  sequence,
  state: applicationState,
  kind,
  channel,
  district,
  /** Where the card is to be collected. */
  office,
  /** The office at whose counter it was opened, where it was one: its clerks go on seeing it. */
  openedAt: office.optional(),
});

const example = {
  applicationId: '0198c0de-0000-7000-8000-000000000001',
  sequence: 2,
  kind: 'HILANG',
  channel: 'whatsapp',
  district: '650399',
  office: 'kota',
} as const;

function entered<const Type extends string, Extra extends z.ZodRawShape>(
  type: Type,
  says: string,
  state: ApplicationState,
  extra: Extra,
  extraExample: z.infer<z.ZodObject<Extra>>,
  projectionOnly?: string,
) {
  const data = announcement.extend(extra);
  return defineEvent({
    type,
    version: 1,
    owner: 'intake',
    says,
    data,
    example: { ...example, state, ...extraExample } as z.infer<typeof data>,
    subject: (d) => (d as { applicationId: string }).applicationId,
    ...(projectionOnly ? { projectionOnly } : {}),
  });
}

export const ApplicationDraft = entered(
  'application.draft',
  'A citizen has begun a request; particulars or documents are still coming.',
  'draft',
  /** What brought the citizen here, where a link of the office did. */
  { source: sourceWord.optional() },
  {},
  'the conversation answers the citizen at this point; nobody else acts on a draft',
);
export const ApplicationSubmitted = entered(
  'application.submitted',
  'The request and its documents are in, in again after a correction, or named anew; the file is to be checked.',
  'submitted',
  {
    /** By place, what each photo is taken for, null for nothing: told where a guess is among them. */
    takenAs: z.array(documentCode.nullable()).max(60).optional(),
  },
  {},
);
export const ApplicationCorrectionRequested = entered(
  'application.correction-requested',
  'The file has defects; the citizen is told every one of them in one message.',
  'correction_requested',
  { findings: z.array(finding).min(1) },
  { findings: [{ document: 'KK', defect: 'missing' }] },
);
export const ApplicationCheckingRegister = entered(
  'application.checking-register',
  'The file is complete: the service clock starts, and the population register is asked.',
  'checking_register',
  {
    completeSince: instant,
    /** What the citizen is promised: so many working days, and the instant they end by today's calendar and holds. */
    workingDays: z.int().min(1).optional(),
    promisedFor: instant.optional(),
  },
  { completeSince: '2026-11-24T01:00:00.000Z', workingDays: 2, promisedFor: '2026-11-26T08:00:00.000Z' },
);
export const ApplicationUnderReview = entered(
  'application.under-review',
  'A doubt has come up that a person must decide.',
  'under_review',
  {},
  {},
);
export const ApplicationAwaitingRecording = entered(
  'application.awaiting-recording',
  'The biometric record is not print-ready yet.',
  'awaiting_recording',
  { cause: z.enum(['recording', 'deduplication']) },
  { cause: 'recording' },
);
export const ApplicationReadyToPrint = entered(
  'application.ready-to-print',
  'Everything is checked; a card may be printed.',
  'ready_to_print',
  {},
  {},
);
export const ApplicationPrinting = entered(
  'application.printing',
  'A station has begun this card.',
  'printing',
  {},
  {},
);
export const ApplicationInTransit = entered(
  'application.in-transit',
  'The card is printed and on its way to the office where it is collected.',
  'in_transit',
  {},
  {},
);
export const ApplicationReadyForPickup = entered(
  'application.ready-for-pickup',
  'The card lies ready at its office.',
  'ready_for_pickup',
  {},
  {},
);
export const ApplicationHandedOver = entered(
  'application.handed-over',
  'The card is in the hands of the citizen or who came for them.',
  'handed_over',
  {},
  {},
);
export const ApplicationRejected = entered(
  'application.rejected',
  'A person has refused the request, with a legal reason.',
  'rejected',
  { legalReason: z.string().regex(/^[A-Z0-9_.-]+$/) },
  { legalReason: 'PERPRES_96_2018_17' },
);
export const ApplicationWithdrawn = entered(
  'application.withdrawn',
  'The citizen has taken the request back.',
  'withdrawn',
  {},
  {},
);
export const ApplicationExpired = entered(
  'application.expired',
  'The citizen has not answered in time; a document reopens the request.',
  'expired',
  {},
  {},
);

export const ApplicationDelayed = defineEvent({
  type: 'application.delayed',
  version: 1,
  owner: 'intake',
  says: 'The request waits for something outside the office’s hands; its net clock stops.',
  data: announcement.extend({ cause: holdCause, since: instant }),
  example: { ...example, state: 'checking_register', cause: 'network', since: '2026-11-24T01:00:00.000Z' },
  subject: (data) => data.applicationId,
});

export const ApplicationResumed = defineEvent({
  type: 'application.resumed',
  version: 1,
  owner: 'intake',
  says: 'What the request waited for is there again; its net clock runs.',
  data: announcement.extend({ cause: holdCause, since: instant, until: instant }),
  example: {
    ...example,
    state: 'checking_register',
    cause: 'network',
    since: '2026-11-24T01:00:00.000Z',
    until: '2026-11-24T03:00:00.000Z',
  },
  subject: (data) => data.applicationId,
});

export const ApplicationWithdrawalRequested = defineEvent({
  type: 'application.withdrawal-requested',
  version: 1,
  owner: 'intake',
  says: 'The citizen wants to withdraw although a card may be printing; printing-queue answers under its lock.',
  data: announcement,
  example: { ...example, state: 'ready_to_print' },
  subject: (data) => data.applicationId,
});

const promise = z.object({ completeSince: instant, promisedFor: instant });
const promiseExample = {
  ...example,
  state: 'ready_to_print',
  completeSince: '2026-11-24T01:00:00.000Z',
  promisedFor: '2026-11-26T08:00:00.000Z',
} as const;

export const ApplicationDueSoon = defineEvent({
  type: 'application.due-soon',
  version: 1,
  owner: 'intake',
  says: 'Three quarters of the promised working time have passed, holds excluded; said once.',
  data: announcement.extend(promise.shape),
  example: promiseExample,
  subject: (data) => data.applicationId,
  projectionOnly: 'the lists that the staff work on show it; it changes nobody’s work by itself',
});

export const ApplicationOverdue = defineEvent({
  type: 'application.overdue',
  version: 1,
  owner: 'intake',
  says: 'The promised working time has passed, holds excluded, and no card lies ready; said once.',
  data: announcement.extend(promise.shape),
  example: promiseExample,
  subject: (data) => data.applicationId,
});

/** The announcement of each state: exactly one. */
export const announcementOf = {
  draft: ApplicationDraft,
  submitted: ApplicationSubmitted,
  correction_requested: ApplicationCorrectionRequested,
  checking_register: ApplicationCheckingRegister,
  under_review: ApplicationUnderReview,
  awaiting_recording: ApplicationAwaitingRecording,
  ready_to_print: ApplicationReadyToPrint,
  printing: ApplicationPrinting,
  in_transit: ApplicationInTransit,
  ready_for_pickup: ApplicationReadyForPickup,
  handed_over: ApplicationHandedOver,
  rejected: ApplicationRejected,
  withdrawn: ApplicationWithdrawn,
  expired: ApplicationExpired,
} as const satisfies Record<ApplicationState, unknown>;
