import { describe, expect, it } from '@jest/globals';
import { byHalf, hoursOf, most, shareOfAll, sum } from './report.js';

const rows = [
  { half: '2026-II', district: '650301', requests: 3, whatsapp: 2 },
  { half: '2026-II', district: '650302', requests: 5, whatsapp: 1 },
  { half: '2026-I', district: '650301', requests: 4, whatsapp: null },
];

describe('the figures of the charts', () => {
  it('add sub-districts up to half-years, the oldest first', () => {
    expect(byHalf(rows, ['requests', 'whatsapp'])).toEqual([
      { half: '2026-I', requests: 4, whatsapp: 0 },
      { half: '2026-II', requests: 8, whatsapp: 3 },
    ]);
    expect(sum(rows, 'requests')).toBe(12);
  });

  it('weigh a share by how many files it is of, and know none where nothing was judged', () => {
    const months = [
      { judged: 1, share: 0 },
      { judged: 9, share: 1 },
      { judged: 0, share: null },
    ];
    expect(shareOfAll(months, 'share', 'judged')).toBe(0.9);
    expect(shareOfAll([], 'share', 'judged')).toBeNull();
  });

  it('name what there is most of, never a nought', () => {
    expect(most(rows, 'requests')).toMatchObject({ district: '650302' });
    expect(most([{ requests: 0 }], 'requests')).toBeUndefined();
  });

  it('tell what was not measured from what took no time', () => {
    expect(hoursOf({ net: 92 }, 'net')).toBe(1.5);
    expect(hoursOf({ net: null }, 'net')).toBeNull();
    expect(hoursOf({ net: 0 }, 'net')).toBe(0);
  });
});
