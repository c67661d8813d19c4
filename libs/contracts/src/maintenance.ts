import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { id, instant, office } from './words.js';

const maintenance = z.object({
  assetId: id,
  office,
  sort: z.enum(['printer', 'recorder', 'computer', 'scanner', 'server']),
  task: z.enum(['cleaning', 'service']),
  /** Since when it is due. */
  since: instant,
});
const example = {
  assetId: '0198c0de-0000-7000-8000-0000000000d1',
  office: 'kota',
  sort: 'printer',
  task: 'cleaning',
  since: '2026-11-24T01:00:00.000Z',
} as const;

export const MaintenanceDue = defineEvent({
  type: 'maintenance.due',
  version: 1,
  owner: 'printing-queue',
  says: 'A machine wants its cleaning or its service.',
  data: maintenance,
  example,
  subject: (data) => data.assetId,
});

export const MaintenanceOverdue = defineEvent({
  type: 'maintenance.overdue',
  version: 1,
  owner: 'printing-queue',
  says: 'A machine has waited too long for its cleaning or its service.',
  data: maintenance,
  example,
  subject: (data) => data.assetId,
});
