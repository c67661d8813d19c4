import { describe, expect, it } from '@jest/globals';
import { StockOut, StockReplenished } from '#contracts';
import { mask } from '#observability';
import { staffEvents } from '../flow.js';
import type { Alerting } from './alerting.js';
import { deedsOf, type Heard } from './alert-words.js';

const alerting: Alerting = {
  smtpUrl: undefined,
  from: 'loket@example.go.id',
  addresses: {},
  phones: {},
  quiet: { from: 0, to: 0 },
  timeZone: 'Asia/Makassar',
  overdueHours: 8,
  linkMinutes: 10,
  everyMs: 1_000,
};
const envelope = {
  id: '0198c0de-0000-7000-8000-0000000000a1',
  version: 1,
  time: new Date('2026-11-24T01:00:00Z'),
  source: 'printing-queue',
  subject: 'nunukan.ribbon',
  correlationId: '0198c0de-0000-7000-8000-0000000000a2',
  causationId: undefined,
  traceparent: undefined,
};

describe('what the staff are told', () => {
  it.each(staffEvents.map((event) => [event.type, event] as const))('of %s names nobody', (_, event) => {
    // The example of an event is one that came in: the table takes it by its type.
    const heard = { ...envelope, type: event.type, data: event.example } as Heard[keyof Heard];
    const deeds = deedsOf(heard.type, heard, alerting);
    expect(deeds.length).toBeGreaterThan(0);
    for (const { key, says } of deeds) {
      expect(mask(says)).toBe(says);
      expect(says).not.toMatch(/undefined|\[object/);
      expect(key.length).toBeLessThan(160);
    }
  });

  it('of stock that is there again ends what its end had opened, for each role', () => {
    const open = deedsOf('stock.out', { ...envelope, type: 'stock.out', data: StockOut.example }, alerting);
    const end = deedsOf(
      'stock.replenished',
      { ...envelope, type: 'stock.replenished', data: StockReplenished.example },
      alerting,
    );
    for (const { key, role } of open) expect(end.map((one) => [one.key, one.role])).toContainEqual([key, role]);
  });
});
