import { z } from 'zod';
import { defineEvent } from './define-event.js';

export const MessageParked = defineEvent({
  type: 'message.parked',
  version: 1,
  owner: 'ops-console',
  says: 'A message could not be handled and lies on the parked desk.',
  data: z.object({
    parkedId: z.uuid(),
    queue: z.string().max(128),
    eventType: z.string().max(128),
    reason: z.string().max(64),
  }),
  example: {
    parkedId: '0198c0de-0000-7000-8000-0000000000aa',
    queue: 'intake.documents-checked',
    eventType: 'documents.complete',
    reason: 'permanent',
  },
  subject: (data) => data.parkedId,
});
