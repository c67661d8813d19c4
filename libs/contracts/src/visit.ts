import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { channel, district, id, instant, office } from './words.js';

/** Why people ask that officers come to them (jemput bola, domain 1.2). */
export const visitReason = z.enum(['elderly', 'ill', 'disabled', 'remote', 'school', 'other']);
export type VisitReason = z.infer<typeof visitReason>;

const visitId = '0198c0de-0000-7000-8000-0000000000c1';
const visitRequestId = '0198c0de-0000-7000-8000-0000000000c2';
const applicationId = '0198c0de-0000-7000-8000-000000000001';
const day = z.iso.date();

export const VisitRequested = defineEvent({
  type: 'visit.requested',
  version: 1,
  owner: 'intake',
  says: 'Somebody asks that officers come to where people live, to record them.',
  data: z.object({ visitRequestId: id, channel, district, reason: visitReason, people: z.int().min(1) }),
  example: { visitRequestId, channel: 'counter', district: '650399', reason: 'remote', people: 12 },
  subject: (data) => data.visitRequestId,
  projectionOnly: 'the office plans its visits on intake’s list',
});

export const VisitPlanned = defineEvent({
  type: 'visit.planned',
  version: 1,
  owner: 'intake',
  says: 'Officers go to a sub-district on these days, with a list of people to record and cards to hand over.',
  data: z.object({
    visitId: id,
    district,
    office,
    from: day,
    to: day,
    toRecord: z.int().min(0),
    toHandOver: z.int().min(0),
  }),
  example: {
    visitId,
    district: '650399',
    office: 'hulu',
    from: '2026-12-07',
    to: '2026-12-09',
    toRecord: 31,
    toHandOver: 12,
  },
  subject: (data) => data.visitId,
  projectionOnly: 'the village is told by its officers: a day that depends on an aeroplane is promised to nobody',
});

export const VisitCancelled = defineEvent({
  type: 'visit.cancelled',
  version: 1,
  owner: 'intake',
  says: 'The visit does not take place; who was on its list may be put on another.',
  data: z.object({ visitId: id, district }),
  example: { visitId, district: '650399' },
  subject: (data) => data.visitId,
  projectionOnly: 'the office plans its visits on intake’s list',
});

export const VisitClosed = defineEvent({
  type: 'visit.closed',
  version: 1,
  owner: 'intake',
  says: 'The officers are back and everything on the list has its result.',
  data: z.object({
    visitId: id,
    district,
    recorded: z.int().min(0),
    /** Did not come, or could not be recorded. */
    notRecorded: z.int().min(0),
    handedOver: z.int().min(0),
    notCollected: z.int().min(0),
  }),
  example: { visitId, district: '650399', recorded: 27, notRecorded: 4, handedOver: 11, notCollected: 1 },
  subject: (data) => data.visitId,
  projectionOnly: 'each person and card has its own event; this is for the reports',
});

export const VisitPersonRecorded = defineEvent({
  type: 'visit.person-recorded',
  version: 1,
  owner: 'intake',
  says: 'The person behind a request was recorded on a visit; the record is still on the device that took it.',
  data: z.object({ visitId: id, applicationId: id, at: instant }),
  example: { visitId, applicationId, at: '2026-12-08T03:00:00.000Z' },
  subject: (data) => data.applicationId,
});

export const VisitCardHandedOver = defineEvent({
  type: 'visit.card-handed-over',
  version: 1,
  owner: 'intake',
  says: 'A card was handed over on a visit, where no line reached; told afterwards.',
  data: z.object({
    visitId: id,
    applicationId: id,
    collectedBy: z.enum(['self', 'family', 'proxy']),
    oldCardTaken: z.boolean(),
    at: instant,
  }),
  example: { visitId, applicationId, collectedBy: 'self', oldCardTaken: true, at: '2026-12-08T03:00:00.000Z' },
  subject: (data) => data.applicationId,
});
