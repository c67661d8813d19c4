import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ApplicationSubmitted, DocumentsComplete } from '#contracts';
import sharp from 'sharp';
import { findProgram } from '../../../scripts/binaries.mjs';
import { drawDocument } from './draw-document.js';
import { photograph } from './photograph.js';
import { randomFrom } from './random.js';
import { type ValidationBench, validationBench } from './validation-bench.js';

const installed = findProgram('tesseract') !== undefined && findProgram('pdftoppm') !== undefined;
const whereInstalled = installed ? describe : describe.skip;

let bench: ValidationBench;
let familyCard: Buffer;
let letter: Buffer;

beforeAll(async () => {
  if (!installed) return;
  const [one, other] = [randomFrom(4), randomFrom(5)];
  [familyCard, letter, bench] = await Promise.all([
    photograph(drawDocument('KK', one), one, undefined),
    photograph(drawDocument('SURAT_KEHILANGAN', other), other, undefined),
    validationBench({ DOCUMENT_OCR: 'on', DOCUMENT_READER_SECONDS: '60', DOCUMENT_OCR_SECONDS: '60' }),
  ]);
}, 120_000);
afterAll(() => bench?.close());

async function check(
  nik: string,
  documents: readonly { claimedAs: string | null; claimedBy?: 'order' | 'name'; bytes: Buffer }[],
) {
  const ids = documents.map(() => randomUUID());
  const id = bench.know({
    nik,
    documents: documents.map((one, index) => ({ ...one, documentId: ids[index] ?? '' })),
  });
  await bench.say(ApplicationSubmitted, bench.announcement(id, 1, 'submitted'));
  const { data } = await bench.heard(DocumentsComplete, (said) => said.applicationId === id, 60_000);
  const [row] = await bench.query('select documents from file_check where application_id = $1', [id]);
  return {
    kept: JSON.stringify(row),
    recognised: data.recognised?.map((one) => [ids.findIndex((own) => own === one.documentId), one.document]),
  };
}

whereInstalled(`the text of documents${installed ? '' : ' (skipped: tesseract-ocr is not installed)'}`, () => {
  it('names a document that nobody named, warns of what differs, rejects nothing, and keeps no number', async () => {
    const { kept } = await check('6503990101900001', [
      { claimedAs: null, bytes: familyCard },
      { claimedAs: 'SURAT_KEHILANGAN', bytes: letter },
    ]);
    expect(kept).toContain('"claimedAs":"KK"');
    for (const warning of ['named-by-content', 'family-card-number-differs', 'nik-differs', 'name-not-found']) {
      expect(kept).toContain(`"warning":"${warning}"`);
    }
    expect(kept).not.toMatch(/(?<![0-9a-f])\d{16}(?![0-9a-f])/);
  }, 180_000);

  it('warns of the same letter for another person, and not of the same family card in one family', async () => {
    const { kept } = await check('6503990202920002', [
      { claimedAs: 'KK', bytes: familyCard },
      { claimedAs: 'SURAT_KEHILANGAN', bytes: letter },
    ]);
    expect(kept.match(/same-file-of-another-person/g)).toHaveLength(1);
    const { kept: again } = await check('6503990202920002', [
      { claimedAs: 'KK', bytes: familyCard },
      { claimedAs: 'SURAT_KEHILANGAN', bytes: letter },
    ]);
    expect(again).toContain('"warning":"same-request-twice"');
  }, 180_000);

  it('believes what two photos say about themselves where they were only guessed, and tells intake; never against their sender', async () => {
    const exchanged = (claimedBy: 'order' | 'name') => [
      { claimedAs: 'SURAT_KEHILANGAN', claimedBy, bytes: familyCard },
      { claimedAs: 'KK', claimedBy, bytes: letter },
    ];
    const guessed = await check('6503990303930003', exchanged('order'));
    expect(guessed.recognised).toEqual([
      [0, 'KK'],
      [1, 'SURAT_KEHILANGAN'],
    ]);
    expect(guessed.kept).not.toContain('looks-like-another-document');
    const named = await check('6503990404940004', exchanged('name'));
    expect(named.recognised).toBeUndefined();
    expect(named.kept.match(/looks-like-another-document/g)).toHaveLength(2);
  }, 180_000);

  it('warns of a letter that stands on its head, and takes it all the same', async () => {
    const { kept } = await check('6503990505950005', [
      { claimedAs: 'KK', bytes: familyCard },
      { claimedAs: 'SURAT_KEHILANGAN', bytes: await sharp(letter).rotate(180).jpeg().toBuffer() },
    ]);
    expect(kept.match(/"warning":"upside-down"/g)).toHaveLength(1);
  }, 180_000);
});
