import { describe, expect, it } from '@jest/globals';
import { areaBook } from './areas.js';
import { readNik, type NikContext } from './nik.js';

const on = '2026-11-10';
const areas = areaBook({
  provinces: [{ code: '65', name: 'Kalimantan Utara' }],
  regencies: [{ code: '65.03', name: 'Kabupaten Nunukan' }],
  districts: [{ code: '65.03.02', name: 'Nunukan' }],
  villages: [],
  historic: [{ code: '64.05', name: 'Nunukan (Kaltim)', validUntil: null, source: 'test', confidence: 'M' }],
});
const read = (digits: string, more: Partial<NikContext> = {}) => readNik(digits, { on, ...more });
const codes = (notes: readonly { code: string }[]) => notes.map((note) => note.code);

describe('readNik', () => {
  it('reads a woman by her day + 40', () => {
    expect(read('650399 410190 0001')).toMatchObject({
      ok: true,
      sex: 'PEREMPUAN',
      birth: '1990-01-01',
      serial: '0001',
    });
  });

  it('reads a man, and the last days of both ranges', () => {
    expect(read('6503993112850007')).toMatchObject({ ok: true, sex: 'LAKI_LAKI', birth: '1985-12-31' });
    expect(read('6503997112850007')).toMatchObject({ ok: true, sex: 'PEREMPUAN', birth: '1985-12-31' });
  });

  it('knows a resident of 2005, since 1905 would be 121 years old', () => {
    expect(read('6503990101050001')).toMatchObject({ ok: true, birth: '2005-01-01', birthCandidates: ['2005-01-01'] });
  });

  it.each([
    ['31 February', '6503993102900001'],
    ['day 99, month 13', '6503999913900001'],
    ['day 0', '6503990001900001'],
    ['day 40, between the ranges', '6503994001900001'],
    ['day 72', '6503997201900001'],
    ['month 0', '6503990100900001'],
    ['29 February of a common year in both centuries', '6503992902050001'],
    ['31 April of a woman', '6503997104900001'],
  ])('refuses %s', (_name, digits) => {
    const reading = read(digits);
    expect(reading.ok).toBe(false);
    expect(codes(reading.problems)).toEqual(['NIK_BIRTH_DATE_IMPOSSIBLE']);
  });

  it('checks 29 February per century', () => {
    expect(read('6503992902000001')).toMatchObject({ ok: true, birth: '2000-02-29' });
    expect(read('6503996902960001')).toMatchObject({ ok: true, birth: '1996-02-29', sex: 'PEREMPUAN' });
  });

  it('refuses serial 0000 and equal digits', () => {
    expect(codes(read('6503990101900000').problems)).toEqual(['NIK_SERIAL_ZERO']);
    expect(codes(read('1111111111111111').problems)).toContain('NIK_ALL_DIGITS_EQUAL');
  });

  it.each(['650399010190000', '65039901019000011', '650399010190000A', '', '٦٥٠٣٩٩٠١٠١٩٠٠٠٠١'])(
    'refuses %j as no sixteen digits',
    (text) => {
      expect(codes(read(text).problems)).toEqual(['NIK_NOT_16_DIGITS']);
    },
  );

  it('forgives spaces, dots, hyphens and invisible marks, and keeps leading digits', () => {
    expect(read(' 65.03.99-010190–0001\u200e')).toMatchObject({ ok: true, nik: '6503990101900001' });
    expect(read('0103990101900001')).toMatchObject({ ok: true, nik: '0103990101900001' });
  });

  it('only warns about areas: known, old, unknown district, unknown province', () => {
    const warningsOf = (area: string) => codes(read(`${area}0101900001`, { areas }).warnings);
    expect(warningsOf('650302')).toEqual([]);
    expect(warningsOf('640599')).toEqual(['NIK_AREA_OLD_CODE']);
    expect(warningsOf('650399')).toEqual(['NIK_AREA_UNKNOWN']);
    expect(warningsOf('990101')).toEqual(['NIK_PROVINCE_UNKNOWN']);
  });

  it('reads a woman of the old region', () => {
    expect(read('6405994508850002', { areas })).toMatchObject({ ok: true, sex: 'PEREMPUAN', birth: '1985-08-05' });
  });

  it('tells of another regency without making it a fault', () => {
    const homePrefixes = ['6503', '6405'];
    expect(read('6405990101900001', { homePrefixes }).warnings).toEqual([]);
    const other = read('7371990101900001', { homePrefixes });
    expect(other.ok).toBe(true);
    expect(other.warnings).toMatchObject([{ code: 'NIK_OTHER_REGENCY', level: 'info' }]);
  });

  it('leaves the year open between 2010 and 1910, until something settles it', () => {
    const digits = '6503990101100001';
    expect(read(digits)).toMatchObject({ birth: null, birthCandidates: ['2010-01-01', '1910-01-01'] });
    expect(codes(read(digits).warnings)).toEqual(['NIK_BIRTH_YEAR_OPEN']);
    expect(read(digits, { declaredBirth: '2010-01-01' })).toMatchObject({ birth: '2010-01-01', warnings: [] });
    expect(read(digits, { minimumAge: 17 })).toMatchObject({ birth: '1910-01-01', warnings: [] });
  });

  it('rules out births in the future', () => {
    expect(read('6503991111260001')).toMatchObject({ birth: '1926-11-11' });
    expect(read('6503991011260001')).toMatchObject({ birth: null, birthCandidates: ['2026-11-10', '1926-11-10'] });
  });

  it('sends contradictions to a person and never refuses for them', () => {
    const reading = read('6503990101900001', { declaredBirth: '1990-01-02', declaredSex: 'PEREMPUAN' });
    expect(reading.ok).toBe(true);
    expect(reading.warnings).toMatchObject([
      { code: 'NIK_DECLARED_BIRTH_DIFFERS', level: 'review' },
      { code: 'NIK_DECLARED_SEX_DIFFERS', level: 'review' },
    ]);
  });

  it('never repeats the number in its words', () => {
    const bad = read('6503993102900000');
    expect(bad.problems.length).toBe(2);
    expect(JSON.stringify(bad)).not.toMatch(/\d{6}/);
  });
});
