import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { district, id, instant, office } from './words.js';

const bundleId = '0198c0de-0000-7000-8000-0000000000b1';
const deviceId = '0198c0de-0000-7000-8000-0000000000b2';

export const BundleImported = defineEvent({
  type: 'bundle.imported',
  version: 1,
  owner: 'intake',
  says: 'Requests that a village officer took in without a line have come in, over a line or on a stick.',
  data: z.object({
    bundleId: id,
    deviceId: id,
    district,
    office,
    via: z.enum(['line', 'stick']),
    /** By the device's clock, which nobody has set. */
    madeAt: instant,
    opened: z.int().min(0),
    /** Persons who have an open request of that kind already. */
    alreadyOpen: z.int().min(0),
    refused: z.int().min(0),
  }),
  example: {
    bundleId,
    deviceId,
    district: '650399',
    office: 'hulu',
    via: 'stick',
    madeAt: '2026-11-24T02:00:00.000Z',
    opened: 4,
    alreadyOpen: 1,
    refused: 0,
  },
  subject: (data) => data.bundleId,
  projectionOnly: 'each request says for itself that it is open; this tells how villages send',
});

export const NewsRelayed = defineEvent({
  type: 'news.relayed',
  version: 1,
  owner: 'intake',
  says: 'A village officer has told citizens what no message could; the officer’s page ticked it off.',
  data: z.object({
    deviceId: id,
    told: z
      .array(
        z.object({
          messageId: id,
          /** By the device's clock. */
          at: instant,
        }),
      )
      .min(1)
      .max(200),
  }),
  example: {
    deviceId,
    told: [{ messageId: '0198c0de-0000-7000-8000-0000000000b3', at: '2026-11-24T03:00:00.000Z' }],
  },
  subject: (data) => data.deviceId,
});
