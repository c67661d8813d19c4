import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { answers, id, office } from './words.js';

const card = z.object({ jobId: id, applicationId: id, answers, office });
const example = {
  jobId: '0198c0de-0000-7000-8000-0000000000b1',
  applicationId: '0198c0de-0000-7000-8000-000000000001',
  answers: 5,
  office: 'hulu',
} as const;

export const CardDispatched = defineEvent({
  type: 'card.dispatched',
  version: 1,
  owner: 'printing-queue',
  says: 'The card has left for its pick-up office on a manifest.',
  data: card.extend({ manifestId: id }),
  example: { ...example, manifestId: '0198c0de-0000-7000-8000-0000000000b2' },
  subject: (data) => data.jobId,
  projectionOnly: 'the application is in transit since the card was printed; the manifest is a detail of the way',
});

export const CardArrived = defineEvent({
  type: 'card.arrived',
  version: 1,
  owner: 'printing-queue',
  says: 'The pick-up office has received the card.',
  data: card,
  example,
  subject: (data) => data.jobId,
});

export const CardHandedOver = defineEvent({
  type: 'card.handed-over',
  version: 1,
  owner: 'printing-queue',
  says: 'The card was handed over at the counter.',
  data: card.extend({ collectedBy: z.enum(['self', 'family', 'proxy']), oldCardTaken: z.boolean() }),
  example: { ...example, collectedBy: 'self', oldCardTaken: true },
  subject: (data) => data.jobId,
});

export const CardMissed = defineEvent({
  type: 'card.missed',
  version: 1,
  owner: 'printing-queue',
  says: 'A card of a manifest has not come; a person must look for it before anything is printed again.',
  data: card.extend({ manifestId: id }),
  example: { ...example, manifestId: '0198c0de-0000-7000-8000-0000000000b2' },
  subject: (data) => data.jobId,
  projectionOnly: 'a person settles it on the list of missing cards',
});

export const CardUncollected = defineEvent({
  type: 'card.uncollected',
  version: 1,
  owner: 'printing-queue',
  says: 'The card has lain ready for many days; its owner may be reminded.',
  data: card.extend({ days: z.int().min(1), reminder: z.int().min(1) }),
  example: { ...example, days: 14, reminder: 1 },
  subject: (data) => data.jobId,
});
