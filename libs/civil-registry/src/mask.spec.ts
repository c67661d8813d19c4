import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskName, maskNik, maskPhone } from './mask.js';

describe('masks', () => {
  it('follow the examples of domain 6.4', () => {
    expect(maskNik('6503991203900001')).toBe('650399**********');
    expect(maskNik('6503991203900017', { lastTwo: true })).toBe('650399********17');
    expect(maskName('Muhammad Amin')).toBe('MUH*** A***');
    expect(maskPhone('081298765901')).toBe('0812****901');
    expect(maskPhone('+62 812-9876-5901')).toBe('0812****901');
    expect(maskPhone('60198765901')).toBe('+60****901');
  });

  it('give no short name away', () => {
    expect(maskName('Siti')).toBe('SI***');
    expect(maskName('Sri  Wahyuni ')).toBe('S*** W***');
    expect(maskName('')).toBe('');
    expect(maskPhone('12345')).toBe('****');
  });

  it('never show the birth date in a NIK', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{16}$/), fc.boolean(), (nik, lastTwo) => {
        const masked = maskNik(nik, { lastTwo });
        return masked.length === 16 && masked.slice(6, 14) === '********';
      }),
    );
  });
});
