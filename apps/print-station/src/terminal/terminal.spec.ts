import { describe, expect, it } from '@jest/globals';
import type { Question } from '../printers/manual-printer.js';
import { type Meant, promptFor, readAnswer, readVisitWish } from './terminal.js';

const choose: Question = {
  step: 'choose-blank',
  jobId: 'j',
  attempt: 1,
  refused: undefined,
  card: {
    province: 'PROVINSI KALIMANTAN UTARA',
    regency: 'KABUPATEN NUNUKAN',
    nik: null,
    name: 'WARGA CONTOH',
    sex: null,
    village: null,
    district: 'KRAYAN',
    nationality: 'WNI',
    photoBackground: 'blue',
  },
};
const judge: Question = { step: 'judge', jobId: 'j', attempt: 1, serial: 'B1-00042', card: undefined };

/** A pattern: it is unclear, and the operator is told so. */
function check(meant: Meant, expected: Meant | RegExp): void {
  if (expected instanceof RegExp) expect('unclear' in meant ? meant.unclear : '').toMatch(expected);
  else expect(meant).toEqual(expected);
}

describe('a line at the terminal', () => {
  it.each<[string, Meant | RegExp]>([
    ['B1-00042', { take: 'B1-00042' }],
    // A scanner may send small letters and spaces around.
    ['  b1-00042\r', { take: 'B1-00042' }],
    ['k', { giveBack: true }],
    ['', /bukan nomor blanko/],
    ['B1 00042', /bukan nomor blanko/],
  ])('names a blank or gives the job back: %j', (line, meant) => {
    check(readAnswer(choose, line), meant);
  });

  it.each<[string, Meant | RegExp]>([
    ['b', { outcome: { said: 'complete', isChecked: true } }],
    ['b1-00042', { outcome: { said: 'complete', isChecked: true } }],
    ['B1-00043', /blanko lain/],
    ['t', { outcome: { said: 'not-fed' } }],
    ['R garis putih', { outcome: { said: 'spoil', reason: 'garis putih' } }],
    ['r', /alasannya/],
    ['?', /Ketik B/],
  ])('judges the card: %j', (line, meant) => {
    check(readAnswer(judge, line), meant);
  });

  it.each([
    ['bawa 30 8', { takeAlong: { limit: 30, hours: 8 } }],
    ['BAWA', { takeAlong: { limit: 20, hours: 10 } }],
    ['kembali', { back: true }],
    // Answers and blanks stay what they are.
    ['B', undefined],
    ['BAWA-001', undefined],
    ['K', undefined],
  ])('steers a visit: %j', (line, wish) => {
    expect(readVisitWish(line)).toEqual(wish);
  });

  it('takes no more along than the office gives', () => {
    expect(readVisitWish('BAWA 500')).toEqual({ unclear: expect.stringContaining('200') });
    expect(readVisitWish('BAWA 5 9999')).toEqual({ unclear: expect.stringContaining('720') });
  });

  it('is asked for in Indonesian, with what the operator needs to see', () => {
    const asked = promptFor(choose, 'box-and-running-number');
    expect(asked).toContain('WARGA CONTOH');
    expect(asked).toContain('kotak dan nomor urut');
    expect(promptFor({ ...choose, refused: 'blank-not-in-stock' }, 'printed-serial')).toContain(
      'tidak ada di persediaan',
    );
    expect(promptFor(judge, 'printed-serial')).toContain('B1-00042');
  });
});
