import { describe, expect, it } from '@jest/globals';
import { quotaReturns } from './quota-returns.js';

const at = (now: string) => quotaReturns(new Date(now), 'Asia/Makassar').toISOString();

describe('a used-up quota', () => {
  it('comes back with the office’s next day', () => {
    // 16.00 and 23.59 WITA.
    expect(at('2026-11-24T08:00:00Z')).toBe('2026-11-24T16:00:00.000Z');
    expect(at('2026-11-24T15:59:00Z')).toBe('2026-11-24T16:00:00.000Z');
    expect(at('2026-12-31T08:00:00Z')).toBe('2026-12-31T16:00:00.000Z');
  });

  it('is asked for again half an hour later in the small hours: the register’s day may begin later than ours', () => {
    expect(at('2026-11-24T16:01:00Z')).toBe('2026-11-24T16:31:00.000Z');
    expect(at('2026-11-24T21:59:00Z')).toBe('2026-11-24T22:29:00.000Z');
    expect(at('2026-11-24T22:00:00Z')).toBe('2026-11-25T16:00:00.000Z');
  });
});
