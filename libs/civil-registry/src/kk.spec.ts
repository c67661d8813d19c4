import { describe, expect, it } from '@jest/globals';
import { lookExchanged, readKk } from './kk.js';

const on = '2026-11-10';
const codes = (notes: readonly { code: string }[]) => notes.map((note) => note.code);

describe('readKk', () => {
  it('reads area, date of recording and serial', () => {
    expect(readKk('6503.9912.0314.0005', { on })).toMatchObject({
      ok: true,
      kk: '6503991203140005',
      areaCode: '650399',
      recordedCandidates: ['2014-03-12', '1914-03-12'],
      serial: '0005',
    });
  });

  it.each([
    ['KK_NOT_16_DIGITS', '650399120314'],
    ['KK_SERIAL_ZERO', '6503991203140000'],
    ['KK_RECORDING_DATE_IMPOSSIBLE', '6503993102140001'],
    ['KK_RECORDING_DATE_IMPOSSIBLE', '6503990113140001'],
    ['KK_LOOKS_LIKE_NIK', '6503994101900001'],
  ])('refuses with %s', (code, digits) => {
    expect(codes(readKk(digits, { on }).problems)).toEqual([code]);
  });

  it('has no candidate in the future', () => {
    expect(readKk('6503991111260001', { on })).toMatchObject({ recordedCandidates: ['1926-11-11'] });
  });
});

describe('lookExchanged', () => {
  const manNik = '6503990101900001';
  const womanNik = '6503994101900001';
  const kk = '6503991203140005';

  it("is sure when the KK field holds a woman's NIK", () => {
    expect(lookExchanged(kk, womanNik)).toBe(true);
    expect(lookExchanged(womanNik, kk)).toBe(false);
  });

  it("needs the birth date to see a man's NIK in the KK field", () => {
    expect(lookExchanged(kk, manNik)).toBe(false);
    expect(lookExchanged(kk, manNik, '1990-01-01')).toBe(true);
    expect(lookExchanged(manNik, kk, '1990-01-01')).toBe(false);
  });

  it('says nothing about what is no number', () => {
    expect(lookExchanged('abc', womanNik)).toBe(false);
  });
});
