import { describe, expect, it } from '@jest/globals';
import { workingCalendar } from '#civil-registry';
import { expectedPrint } from './expected-print.js';

const hours = [{ from: '08:00', to: '16:00' }];
const calendar = workingCalendar(
  {
    weekly: {
      monday: hours,
      tuesday: hours,
      wednesday: hours,
      thursday: hours,
      friday: hours,
      saturday: [],
      sunday: [],
    },
    seasons: [],
    exceptions: [],
  },
  'Asia/Makassar',
);
/** Tuesday, twelve o’clock in Nunukan. */
const noon = new Date('2026-11-24T04:00:00Z');
const at = (before: number, madeToday = 0) =>
  expectedPrint(before, { cardsPerDay: 120, madeToday }, noon, calendar).toISOString();

describe('when a card will be printed', () => {
  it('today, at the pace of the printer, while the day lasts', () => {
    expect(at(0)).toBe('2026-11-24T04:04:00.000Z');
    expect(at(29)).toBe('2026-11-24T06:00:00.000Z');
    expect(at(59)).toBe('2026-11-24T08:00:00.000Z');
  });
  it('tomorrow and later, after what comes before', () => {
    expect(at(60)).toBe('2026-11-25T00:04:00.000Z');
    expect(at(179)).toBe('2026-11-25T08:00:00.000Z');
  });
  it('not today when today’s limit is used up, and not on a day that does not open', () => {
    expect(at(0, 120)).toBe('2026-11-25T00:04:00.000Z');
    expect(at(119 + 120 * 3, 120)).toBe('2026-11-30T08:00:00.000Z');
  });
});
