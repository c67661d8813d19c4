import { describe, expect, it } from '@jest/globals';
import { type DocumentCode, requirementsFor } from '#civil-registry';
import type { Defect } from './check.js';
import { judgeFile, type SentDocument } from './judge-file.js';

const lost = requirementsFor('HILANG', { citizenship: 'WNI' });
const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 1, minute));
const sent = (
  documentId: string,
  claimedAs: DocumentCode | null,
  minute: number,
  ...defects: Defect[]
): SentDocument => ({
  documentId,
  claimedAs,
  receivedAt: at(minute),
  defects,
});

describe('judging a file', () => {
  it('names everything that is missing, in the order of asking', () => {
    expect(judgeFile(lost, [])).toEqual([
      { document: 'SURAT_KEHILANGAN', defect: 'missing' },
      { document: 'KK', defect: 'missing' },
    ]);
    expect(judgeFile(lost, [sent('x', null, 1)])).toHaveLength(2);
  });

  it('is content with one good document, whatever else was sent', () => {
    const letter = sent('a', 'SURAT_KEHILANGAN', 1);
    expect(judgeFile(lost, [letter, sent('b', 'KK', 2, { defect: 'dark' }), sent('c', 'KK', 1)])).toEqual([]);
  });

  it('tells of the newest of several bad ones, with all its defects', () => {
    const findings = judgeFile(lost, [
      sent('a', 'SURAT_KEHILANGAN', 1),
      sent('b', 'KK', 1, { defect: 'wrong-type' }),
      sent('c', 'KK', 2, { defect: 'dark', measured: 12, limit: 30 }, { defect: 'low-resolution' }),
    ]);
    expect(findings).toEqual([
      { document: 'KK', documentId: 'c', defect: 'dark', measured: 12, limit: 30 },
      { document: 'KK', documentId: 'c', defect: 'low-resolution' },
    ]);
  });

  it('takes an alternative, and names the document that was sent', () => {
    const abroad = requirementsFor('LUAR_DOMISILI', { citizenship: 'WNI' });
    expect(judgeFile(abroad, [sent('a', 'KK', 1), sent('b', 'SURAT_KEHILANGAN', 1)])).toEqual([]);
    expect(judgeFile(abroad, [sent('a', 'KK', 1), sent('b', 'SURAT_KEHILANGAN', 1, { defect: 'encrypted' })])).toEqual([
      { document: 'SURAT_KEHILANGAN', documentId: 'b', defect: 'encrypted' },
    ]);
  });

  it('keeps to what a person has found until a newer document comes', () => {
    const letter = sent('a', 'SURAT_KEHILANGAN', 1);
    const old = sent('b', 'KK', 1);
    const byCode = [{ document: 'KK', defect: 'not-original', decidedAt: at(5) }] as const;
    expect(judgeFile(lost, [letter, old], byCode)).toEqual([
      { document: 'KK', documentId: 'b', defect: 'not-original' },
    ]);
    expect(judgeFile(lost, [letter, old, sent('c', 'KK', 6)], byCode)).toEqual([]);
    const byId = [{ document: 'KK', documentId: 'b', defect: 'wrong-document', decidedAt: at(5) }] as const;
    expect(judgeFile(lost, [letter, old], byId)).toHaveLength(1);
    expect(judgeFile(lost, [letter, old, sent('c', 'KK', 4)], byId)).toEqual([]);
  });

  it('asks for what a person has asked for beyond the rules', () => {
    const more = [{ document: 'BUKU_NIKAH', defect: 'missing', decidedAt: at(5) }] as const;
    const file = [sent('a', 'SURAT_KEHILANGAN', 1), sent('b', 'KK', 1)];
    expect(judgeFile(lost, file, more)).toEqual([{ document: 'BUKU_NIKAH', defect: 'missing' }]);
    expect(judgeFile(lost, [...file, sent('c', 'BUKU_NIKAH', 6)], more)).toEqual([]);
  });
});
