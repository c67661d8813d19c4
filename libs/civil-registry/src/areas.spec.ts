import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadAreas, type AreaBook } from './areas.js';
import { matchAreaName } from './match-area-name.js';

/** Domain 2.5. No data source: where the package differs from it, a person decides. */
const kecamatan: readonly (readonly [code: string, name: string, villages: number])[] = [
  ['650301', 'Sebatik', 4],
  ['650302', 'Nunukan', 5],
  ['650303', 'Sembakung', 10],
  ['650304', 'Lumbis', 28],
  ['650305', 'Krayan', 23],
  ['650306', 'Sebuku', 10],
  ['650307', 'Krayan Selatan', 13],
  ['650308', 'Sebatik Barat', 4],
  ['650309', 'Nunukan Selatan', 4],
  ['650310', 'Sebatik Timur', 4],
  ['650311', 'Sebatik Utara', 3],
  ['650312', 'Sebatik Tengah', 4],
  ['650313', 'Sei Menggaris', 4],
  ['650314', 'Tulin Onsoi', 12],
  ['650315', 'Lumbis Ogong', 26],
  ['650316', 'Sembakung Atulai', 10],
  ['650317', 'Krayan Tengah', 11],
  ['650318', 'Krayan Timur', 17],
  ['650319', 'Krayan Barat', 25],
  ['650320', 'Lumbis Pansiangan', 13],
  ['650321', 'Lumbis Hulu', 10],
];

const aliases = { '650305': ['Long Bawan'], '650313': ['Simanggaris', 'Sei Manggaris'], '650320': ['Pasiangan'] };

describe('the areas of the package', () => {
  let book: AreaBook;
  beforeAll(async () => {
    const historic = [{ code: '64.05', name: 'lama', validUntil: null, source: 'test', confidence: 'M' as const }];
    book = await loadAreas({ villagesOf: ['65.03'], historic });
  }, 30_000);

  it('agree with the 21 sub-districts and 240 villages of the fact page', () => {
    const found = book.districtsOf('6503').map(({ code, name }) => [code, name, book.villagesOf(code).length]);
    expect(found).toEqual(kecamatan);
    expect(found.reduce((sum, [, , villages]) => sum + Number(villages), 0)).toBe(240);
  });

  it('know 38 provinces, the four youngest in Papua among them', () => {
    const known = Array.from({ length: 100 }, (_, code) => book.provinceName(String(code).padStart(2, '0'))).filter(
      Boolean,
    );
    expect(known).toHaveLength(38);
    expect(['93', '94', '95', '96'].map((code) => book.provinceName(code))).not.toContain(undefined);
  });

  it('keep villages of the wanted regencies only', () => {
    expect(book.districtsOf('6501').length).toBeGreaterThan(0);
    expect(book.villagesOf('650101')).toEqual([]);
  });

  it('tell current, historic and unknown codes apart', () => {
    expect(['650318', '640599', '650399', '990101'].map(book.standingOf)).toEqual([
      'current',
      'historic',
      'unknown',
      'unknown-province',
    ]);
  });

  it.each([
    ['Nunukan', '650302'],
    ['KEC. NUNUKAN SELATAN', '650309'],
    ['kecamatan krayan', '650305'],
    ['long bawan', '650305'],
    ['Seimenggaris', '650313'],
    ['sungai menggaris', '650313'],
    ['S. Menggaris', '650313'],
    ['simanggaris', '650313'],
    ['pasiangan', '650320'],
    ['LumbisOgong', '650315'],
  ])('find the sub-district meant by %s', (text, code) => {
    expect(matchAreaName(text, book.districtsOf('6503'), aliases)).toMatchObject({ kind: 'exact', area: { code } });
  });

  it('offer what is near and take nothing for granted', () => {
    const match = matchAreaName('Sebatic Tenga', book.districtsOf('6503'), aliases);
    expect(match).toMatchObject({ kind: 'close', areas: [{ code: '650312' }] });
    expect(matchAreaName('Tarakan', book.districtsOf('6503'), aliases)).toEqual({ kind: 'none' });
    expect(matchAreaName('  ', book.districtsOf('6503'), aliases)).toEqual({ kind: 'none' });
  });
});
