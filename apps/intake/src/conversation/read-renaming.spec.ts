import { describe, expect, it } from '@jest/globals';
import { documentCodes, documents, requirementsFor, serviceKinds } from '#civil-registry';
import { claimDocuments, documentNamedIn } from './claim-documents.js';
import { readRenaming } from './read-renaming.js';

describe('what a citizen says a photo is', () => {
  it.each([
    ['itu KK bukan KTP', { is: 'KK', isNot: 'KTP_LAMA' }],
    ['yang kedua surat polisi', { nth: 2, is: 'SURAT_KEHILANGAN' }],
    ['FOTO 1 KK', { nth: 1, is: 'KK' }],
    ['foto ke-2 itu paspor ya pak', { nth: 2, is: 'PASPOR' }],
    ['foto pertama KK, bukan surat polisi', { nth: 1, is: 'KK', isNot: 'SURAT_KEHILANGAN' }],
    ['bukan KTP tapi KK', { is: 'KK', isNot: 'KTP_LAMA' }],
    ['itu bukan KK', { isNot: 'KK' }],
    ['bkn kk pak itu surat polisi', { is: 'SURAT_KEHILANGAN', isNot: 'KK' }],
    ['maaf itu surat polisi', { is: 'SURAT_KEHILANGAN' }],
    ['ini KK saya', { is: 'KK' }],
    ['fotonya buku nikah', { is: 'BUKU_NIKAH' }],
    ['yang tadi kartu keluarga', { is: 'KK' }],
  ])('%s', (text, renaming) => expect(readRenaming(text)).toEqual(renaming));

  it.each([
    'itu KK bukan?',
    'KK',
    'ktp saya hilang',
    'apa itu kk baru',
    'ini ktp saya kapan jadi',
    'surat polisi bisa menyusul',
    'yang kedua',
    'itu sudah benar',
    'bukan itu',
    'itu KK bukan KK',
    'mau urus KK',
    'saya sudah kirim kartu keluarga dan surat polisi kemarin siang lewat nomor lain',
  ])('nothing of a photo in: %s', (text) => expect(readRenaming(text)).toBeUndefined());

  it('has for every document a name of at most 20 letters that brings the right one', () => {
    for (const code of documentCodes) {
      const { called } = documents[code];
      expect(called.length).toBeLessThanOrEqual(20);
      const read = readRenaming(`FOTO 1 ${called.toUpperCase()}`)?.is;
      expect(read).toBe(documentNamedIn(called));
      for (const kind of serviceKinds) {
        const asked = requirementsFor(kind, { citizenship: 'WNA', age: 16 });
        if (!asked.some(({ document }) => document === code)) continue;
        const claims = claimDocuments(asked, [{ id: 'a', namedAs: read ?? null }]);
        expect(`${kind} ${claims.get('a')?.as}`).toBe(`${kind} ${code}`);
      }
    }
  });
});
