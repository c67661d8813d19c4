import { describe, expect, it } from '@jest/globals';
import { readRequestLine } from './read-request-line.js';

const districts = ['nunukan', 'nunukan selatan', 'krayan', 'sebatik'];
const isDistrict = (text: string) => districts.includes(text.toLowerCase().replace(/^kec(amatan)?\.?\s*/, ''));
const nik = '6503991201900001';
const kk = '6503990506150001';
const whole = { nik, familyCard: kk, name: 'Siti Aminah', village: 'Binusan', district: 'Nunukan', kind: 'HILANG' };

describe('a request line', () => {
  it.each([
    ['as it is asked for', `#KTP#${nik}#${kk}#Siti Aminah#Binusan#Nunukan#HILANG`],
    ['without the first #', `KTP#${nik}#${kk}#Siti Aminah#Binusan#Nunukan#hilang`],
    ['with blanks around', `# KTP # ${nik} # ${kk} # Siti Aminah # Binusan # Nunukan # ilang `],
    ['with commas', `ktp, ${nik}, ${kk}, Siti Aminah, Binusan, Nunukan, kehilangan`],
    ['with semicolons', `E-KTP; ${nik}; ${kk}; Siti Aminah; Binusan; Nunukan; kecurian`],
    ['with lines', `KTP\n${nik}\n${kk}\nSiti Aminah\nBinusan\nNunukan\nHilang`],
    ['with colons', `KTP:${nik}:${kk}:Siti Aminah:Binusan:Nunukan:HILANG`],
    [
      'with labels',
      `KTP\nNIK: ${nik}\nNo KK: ${kk}\nNama: Siti Aminah\nDesa: Binusan\nKecamatan: Nunukan\nKeperluan: hilang`,
    ],
    ['with labels and #', `#KTP #NIK ${nik} #No. KK ${kk} #Nama Siti Aminah #Desa Binusan #Kec. Nunukan #HILANG`],
    ['with grouped digits', `#KTP#6503 9912 0190 0001#6503-9905-0615-0001#Siti Aminah#Binusan#Nunukan#HILANG`],
    ['with village and district swapped', `#KTP#${nik}#${kk}#Siti Aminah#Nunukan#Binusan#HILANG`],
    ['with the kind first', `#KTP HILANG#${nik}#${kk}#Siti Aminah#Binusan#Nunukan`],
    ['with stars and emoji', `*#KTP#${nik}#${kk}#Siti Aminah#Binusan#Nunukan#HILANG* 🙏`],
  ])('%s', (_, text) => {
    const read = readRequestLine(text, isDistrict);
    expect({ ...read, nik: read?.nik?.replace(/\D/g, ''), familyCard: read?.familyCard?.replace(/\D/g, '') }).toEqual(
      whole,
    );
  });

  it('keeps missing fields missing', () => {
    expect(readRequestLine(`#KTP#${nik}#Siti Aminah#Nunukan#RUSAK`, isDistrict)).toEqual({
      nik,
      familyCard: undefined,
      name: 'Siti Aminah',
      village: undefined,
      district: 'Nunukan',
      kind: 'RUSAK',
    });
    expect(readRequestLine('#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG', isDistrict)).toEqual({
      nik: undefined,
      familyCard: undefined,
      name: undefined,
      village: undefined,
      district: undefined,
      kind: 'HILANG',
    });
  });

  it('takes a short number for a NIK, to say what is wrong with it', () => {
    expect(readRequestLine(`#KTP#65039912019001#${kk}#Siti#Binusan#Nunukan#HILANG`, isDistrict)?.nik).toBe(
      '65039912019001',
    );
  });

  it('does not take a village for the kind', () => {
    expect(readRequestLine(`#KTP#${nik}#${kk}#Siti Aminah#Kampung Baru#Nunukan#HILANG`, isDistrict)).toMatchObject({
      village: 'Kampung Baru',
      kind: 'HILANG',
    });
  });

  it.each([
    'halo',
    'ktp saya hilang',
    'syarat ktp hilang apa saja, kak?',
    'NIK saya 6503991201900001',
    'terima kasih, bu',
    '',
    '#',
    '12345678',
  ])('is not this: %s', (text) => expect(readRequestLine(text, isDistrict)).toBeUndefined());
});
