import { describe, expect, it } from '@jest/globals';
import { type DocumentCode, requirementsFor } from '#civil-registry';
import { judgeFile, type SentDocument } from './judge-file.js';
import { type Guessable, nameByContent } from './name-by-content.js';

const lost = requirementsFor('HILANG', { citizenship: 'WNI' });
const judge = (sent: readonly SentDocument[]) => judgeFile(lost, sent);
const one = (
  documentId: string,
  claimedAs: DocumentCode | null,
  looksLike?: DocumentCode,
  isNamed = false,
): Guessable => ({ documentId, claimedAs, looksLike, isNamed, receivedAt: new Date(0), defects: [] });
const names = ({ sent }: { readonly sent: readonly Guessable[] }) => sent.map(({ claimedAs }) => claimedAs);

describe('what a document counts as', () => {
  it('is what its own words say, where it was only guessed: two that were exchanged, and one that nobody asked for', () => {
    const exchanged = [one('a', 'SURAT_KEHILANGAN', 'KK'), one('b', 'KK', 'SURAT_KEHILANGAN')];
    expect(names(nameByContent(exchanged, judge))).toEqual(['KK', 'SURAT_KEHILANGAN']);
    expect(names(nameByContent([one('a', 'SURAT_KEHILANGAN'), one('b', null, 'KK')], judge))).toEqual([
      'SURAT_KEHILANGAN',
      'KK',
    ]);
  });

  it('is what its sender says, whatever its words say', () => {
    const named = [one('a', 'SURAT_KEHILANGAN', 'KK', true), one('b', 'KK', 'SURAT_KEHILANGAN', true)];
    expect(names(nameByContent(named, judge))).toEqual(['SURAT_KEHILANGAN', 'KK']);
  });

  it('stays as guessed where the file would lack more: a recogniser slips', () => {
    const slipped = [one('a', 'SURAT_KEHILANGAN'), one('b', 'KK', 'KTP_LAMA')];
    const judged = nameByContent(slipped, judge);
    expect([names(judged), judged.findings]).toEqual([['SURAT_KEHILANGAN', 'KK'], []]);
  });

  it('says which document is really missing, where as many are missing either way', () => {
    expect(nameByContent([one('a', 'SURAT_KEHILANGAN', 'KK')], judge).findings).toEqual([
      { document: 'SURAT_KEHILANGAN', defect: 'missing' },
    ]);
  });
});
