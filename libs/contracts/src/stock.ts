import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { office } from './words.js';

/** What printing uses up. */
export const stockItem = z.enum(['blanks', 'ribbon', 'film', 'laminate', 'cleaning-kit']);
export type StockItem = z.infer<typeof stockItem>;

const stock = z.object({
  office,
  item: stockItem,
  /** Cards that can still be made with it. */
  cardsLeft: z.int().min(0),
  /** How long that lasts at the actual rate; null while nothing is used. */
  workingDaysLeft: z.number().min(0).nullable(),
});
const example = { office: 'kota', item: 'ribbon', cardsLeft: 1_200, workingDaysLeft: 9.5 } as const;

export const StockLow = defineEvent({
  type: 'stock.low',
  version: 1,
  owner: 'printing-queue',
  says: 'An office’s stock lasts no longer than it takes to get more.',
  data: stock,
  example,
  subject: (data) => `${data.office}.${data.item}`,
});

export const StockOut = defineEvent({
  type: 'stock.out',
  version: 1,
  owner: 'printing-queue',
  says: 'An office has nothing left of it.',
  data: stock,
  example: { ...example, cardsLeft: 0, workingDaysLeft: 0 },
  subject: (data) => `${data.office}.${data.item}`,
});

export const StockReplenished = defineEvent({
  type: 'stock.replenished',
  version: 1,
  owner: 'printing-queue',
  says: 'An office that was low or out has enough again.',
  data: stock,
  example: { ...example, cardsLeft: 9_000, workingDaysLeft: 70 },
  subject: (data) => `${data.office}.${data.item}`,
});
