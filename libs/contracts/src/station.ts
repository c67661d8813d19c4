import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { instant, office } from './words.js';

const station = z.object({ stationId: z.string().max(64), office });
const example = { stationId: 'kota-1', office: 'kota' } as const;

export const StationSilent = defineEvent({
  type: 'station.silent',
  version: 1,
  owner: 'printing-queue',
  says: 'A print station has not been heard of for too long.',
  data: station.extend({ since: instant }),
  example: { ...example, since: '2026-11-24T01:00:00.000Z' },
  subject: (data) => data.stationId,
});

export const StationReturned = defineEvent({
  type: 'station.returned',
  version: 1,
  owner: 'printing-queue',
  says: 'A silent print station is heard again.',
  data: station.extend({ since: instant }),
  example: { ...example, since: '2026-11-24T01:00:00.000Z' },
  subject: (data) => data.stationId,
});

export const StationRevoked = defineEvent({
  type: 'station.revoked',
  version: 1,
  owner: 'printing-queue',
  says: 'A station’s credential is no longer accepted.',
  data: station,
  example,
  subject: (data) => data.stationId,
  projectionOnly: 'shown on the printing page; alerts come with the staff alerts',
});
