import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeOf, printModes, usualPolicy } from './print-policy.js';

const day = 86_400_000;
const monday = new Date('2026-11-23T00:00:00Z');
const job = { kind: 'HILANG', isReprint: false, waitingSince: monday };

describe('who is printed first', () => {
  it('usually who came first', () => {
    const earlier = placeOf(job, usualPolicy).sortAt;
    const later = placeOf(
      { ...job, kind: 'BARU_WNI', waitingSince: new Date(monday.getTime() + 1) },
      usualPolicy,
    ).sortAt;
    expect(earlier < later).toBe(true);
  });

  it('first cards before replacements while these wait, yet never for ever', () => {
    const policy = { ...usualPolicy, mode: 'replacements-wait' as const };
    expect(placeOf(job, policy).rule).toBe('pengganti ditunda');
    const first = { ...job, kind: 'BARU_WNI' };
    expect(placeOf(first, policy).sortAt < placeOf(job, policy).sortAt).toBe(true);
    const muchLater = { ...first, waitingSince: new Date(monday.getTime() + 7 * day) };
    expect(placeOf(muchLater, policy).sortAt > placeOf(job, policy).sortAt).toBe(true);
  });

  it('the office’s own rule before its mode’s', () => {
    const rules = [{ name: 'haji', kinds: ['HILANG'], rank: 0, quotaPerDay: 5 }];
    expect(placeOf(job, { ...usualPolicy, mode: 'first-cards-only', rules })).toEqual({ rule: 'haji', sortAt: monday });
  });

  it('no rank is worth more than its days: who waits longer than all ranks together goes first', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...printModes),
        fc.constantFrom('BARU_WNI', 'HILANG', 'UBAH_DATA', 'GANTI_FOTO'),
        fc.constantFrom('BARU_WNI', 'HILANG', 'UBAH_DATA', 'GANTI_FOTO'),
        fc.integer({ min: 1, max: 30 }),
        (mode, one, other, ageingDays) => {
          const policy = { ...usualPolicy, mode, ageingDays };
          const old = placeOf({ ...job, kind: one }, policy).sortAt;
          const young = placeOf(
            { ...job, kind: other, waitingSince: new Date(monday.getTime() + (4 * ageingDays + 1) * day) },
            policy,
          ).sortAt;
          return old < young;
        },
      ),
    );
  });
});
