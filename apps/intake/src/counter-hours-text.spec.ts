import { describe, expect, it } from '@jest/globals';
import { counterHoursText } from './counter-hours-text.js';

const morning = [{ from: '08:00', to: '12:00' }];
const whole = [...morning, { from: '13:00', to: '15:00' }];

describe('counter hours', () => {
  it('are read day by day, equal days together, closed days left out', () => {
    const week = {
      monday: whole,
      tuesday: whole,
      wednesday: whole,
      thursday: whole,
      friday: morning,
      saturday: [],
      sunday: [],
    };
    expect(counterHoursText(week, 'WITA')).toBe('Senin–Kamis 08.00–12.00, 13.00–15.00; Jumat 08.00–12.00 WITA');
  });

  it('are not shown while nobody has confirmed them', () => expect(counterHoursText(null, 'WITA')).toBeNull());
});
