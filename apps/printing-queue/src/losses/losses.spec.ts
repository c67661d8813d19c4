import { describe, expect, it } from '@jest/globals';
import { workingCalendar } from '#civil-registry';
import { lossesOf } from './losses.js';

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
const at = (text: string) => new Date(`${text}+08:00`);

describe('what an outage has cost', () => {
  it('is counted in working time, cause by cause', () => {
    const losses = lossesOf(
      [
        // Over a weekend: Friday noon to Monday noon is one working day.
        { cause: 'network', since: at('2026-11-20T12:00'), until: at('2026-11-23T12:00') },
        { cause: 'network', since: at('2026-11-24T08:00'), until: at('2026-11-24T12:00') },
        { cause: 'ribbon', since: at('2026-11-24T20:00'), until: at('2026-11-25T08:00') },
      ],
      150,
      480,
      calendar,
    );
    expect(losses).toEqual([
      { cause: 'network', workingMinutes: 720, workingDays: 1.5, cards: 225 },
      { cause: 'ribbon', workingMinutes: 0, workingDays: 0, cards: 0 },
    ]);
  });
});
