import { describe, expect, it } from '@jest/globals';
import { compareWithTyped } from './compare-with-typed.js';
import { findDates, findNumbers } from './find-numbers.js';
import { recogniseDocument } from './recognise-document.js';

const typed = { nik: '6503990101900001', familyCardNumber: '6503991501150002', name: 'Contoh Warga' };
const familyCard = 'KARTU KELUARGA\nNo. 6503991501150002\n1 CONTOH WARGA 6503990101900001\n2 LAIN 6503990202920003';

describe('the text of a document', () => {
  it.each([
    ['650399O1019OOOO1', '6503990101900001'],
    ['65O39901019000Ol', '6503990101900001'],
    ['6S0399010I900001', '6503990101900001'],
    ['6503 9901 0190 0001', '6503990101900001'],
    ['650399010190000B', '6503990101900008'],
  ])('holds a number although it was read as %s', (read, meant) => {
    expect(findNumbers(`NIK : ${read}`)).toEqual([meant]);
  });

  it('holds no number in words, in longer numbers, or in shorter ones', () => {
    expect(findNumbers('OOOOIIIIBBBBSSSS 65039901019000011 650399010190000')).toEqual([]);
    expect(findDates('01-02-1990 31/12/2026 45-01-1990 01-13-1990')).toEqual(['1990-02-01', '2026-12-31']);
  });

  it.each([
    [familyCard, 'KK'],
    ['PROVINSI KALIMANTAN UTARA KABUPATEN NUNUKAN NIK : 6503990101900001 Agama : ISLAM', 'KTP_LAMA'],
    ['SURAT TANDA PENERIMAAN LAPORAN KEHILANGAN', 'SURAT_KEHILANGAN'],
    ['REPUBLIK INDONESIA PASPOR PASSPORT', 'PASPOR'],
    ['IZIN TINGGAL TETAP ELEKTRONIK No. Paspor', 'ITAP'],
    ['daftar belanja', undefined],
  ])('says which document it is: %s', (text, code) => {
    expect(recogniseDocument(text)).toBe(code);
  });

  it('warns of nothing when it agrees, or when nothing could be read', () => {
    expect(compareWithTyped(familyCard, 'KK', typed)).toEqual([]);
    expect(compareWithTyped('', 'KK', typed)).toEqual([]);
    expect(compareWithTyped('KARTU KELUARGA', 'KK', typed)).toEqual([]);
  });

  it('warns of another number, another name, another birth and another document, naming none of them', () => {
    const others = { nik: '6503990505950005', familyCardNumber: '6503991501150009', name: 'Orang Lain' };
    expect(compareWithTyped(familyCard, 'SURAT_KEHILANGAN', others)).toEqual([
      { warning: 'looks-like-another-document', looksLike: 'KK' },
      { warning: 'family-card-number-differs' },
      { warning: 'nik-differs' },
      { warning: 'name-not-found' },
    ]);
    expect(compareWithTyped(familyCard, null, typed)).toEqual([{ warning: 'named-by-content', looksLike: 'KK' }]);
    const card = 'PROVINSI X NIK : 6503990101900001 CONTOH WARGA 02-01-1990 AGAMA';
    expect(compareWithTyped(card, 'KTP_LAMA', typed)).toEqual([{ warning: 'birth-differs' }]);
  });
});
