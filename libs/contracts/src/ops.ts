import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { instant } from './words.js';

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

/** What works and what does not, one by one: in a real outage one line was up and the next one down (domain 8.1). */
export const capabilities = [
  'INTAKE',
  'WA',
  'SIAK_LOOKUP',
  'RECORD_LOCAL',
  'SEND_TO_CENTRE',
  'DEDUP',
  'PRINT',
  'MUTASI',
  'NIK_WS',
] as const;
export type Capability = (typeof capabilities)[number];

/** What the public may read about it: no run of digits that could be somebody's number. */
export const publicNote = z
  .string()
  .trim()
  .min(5)
  .max(300)
  .regex(/^(?!.*(?:\d[ .-]?){8})[^\p{Cc}<>]+$/su, 'must be a plain sentence without long numbers');

export const CapabilityChanged = defineEvent({
  type: 'capability.changed',
  version: 1,
  owner: 'ops-console',
  says: 'The operator says that something outside works or does not; what probes see is said by `link.*`.',
  data: z.object({
    capability: z.enum(capabilities),
    state: z.enum(['up', 'down']),
    since: instant,
    source: z.literal('operator'),
    /** For citizens, on their pages while it is down. */
    publicNote: publicNote.optional(),
  }),
  example: {
    capability: 'PRINT',
    state: 'down',
    since: '2026-11-24T01:00:00.000Z',
    source: 'operator',
    publicNote: 'Pencetakan KTP-el terhenti karena jaringan pusat.',
  },
  subject: (data) => data.capability,
});
