import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import {
  ApplicationSubmitted,
  ApplicationUnderReview,
  ApplicationWithdrawn,
  DocumentsComplete,
  DocumentsIncomplete,
  ReviewRequested,
} from '#contracts';
import { eventually } from '#testing';
import { drawDocument } from './draw-document.js';
import { photograph } from './photograph.js';
import { randomFrom } from './random.js';
import { hugePng, pdfOf, photo } from './sample-files.js';
import { type ValidationBench, validationBench } from './validation-bench.js';

let bench: ValidationBench;
let kk: Buffer;
let letter: Buffer;

beforeAll(async () => {
  [kk, letter, bench] = await Promise.all([photo({ format: 'jpeg' }), pdfOf({ pages: 1 }), validationBench()]);
});
afterAll(() => bench?.close());

const submit = (id: string, sequence = 1, eventId?: string) =>
  bench.say(ApplicationSubmitted, bench.announcement(id, sequence, 'submitted'), eventId ? { id: eventId } : {});
const complete = (id: string) => bench.heard(DocumentsComplete, (data) => data.applicationId === id);
const incomplete = (id: string) => bench.heard(DocumentsIncomplete, (data) => data.applicationId === id);

describe('checking a file', () => {
  it('says that a file with a photo of the KK and the police letter as PDF is complete', async () => {
    const id = bench.know({
      documents: [
        { claimedAs: 'KK', bytes: kk },
        { claimedAs: 'SURAT_KEHILANGAN', bytes: letter },
      ],
    });
    await submit(id);
    expect((await complete(id)).data).toEqual({ applicationId: id, answers: 1 });
  });

  it('names every defect in one fact: the document, what is wrong, and the measured number', async () => {
    const huge = randomUUID();
    const id = bench.know({
      kind: 'RUSAK',
      documents: [
        { claimedAs: 'KTP_LAMA', documentId: huge, bytes: hugePng(20_000, 20_000) },
        { claimedAs: null, bytes: kk },
      ],
    });
    await submit(id);
    expect((await incomplete(id)).data.findings).toEqual([
      { document: 'KTP_LAMA', defect: 'too-many-pixels', documentId: huge, measured: 400_000_000, limit: 40_000_000 },
      { document: 'KK', defect: 'missing' },
    ]);
    expect(bench.allSaid().filter((one) => one.subject === id && one.type.startsWith('documents.'))).toHaveLength(1);
  });

  it.each([
    ['a text that claims to be a photo', Buffer.from('bukan foto'), 'wrong-type'],
    ['a photo that was cut off', 'half', 'unreadable-file'],
  ])('tells of %s', async (_, bytes, defect) => {
    const sent = bytes === 'half' ? kk.subarray(0, kk.length / 2) : Buffer.from(bytes);
    const id = bench.know({
      documents: [
        { claimedAs: 'KK', bytes: sent },
        { claimedAs: 'SURAT_KEHILANGAN', bytes: letter },
      ],
    });
    await submit(id);
    expect((await incomplete(id)).data.findings).toMatchObject([{ document: 'KK', defect }]);
  });

  it('tells of a file that intake could not take', async () => {
    const id = bench.know({
      documents: [
        { claimedAs: 'KK', fileProblem: 'too-large' },
        { claimedAs: 'SURAT_KEHILANGAN', bytes: letter },
      ],
    });
    await submit(id);
    expect((await incomplete(id)).data.findings).toMatchObject([{ document: 'KK', defect: 'too-large' }]);
  });

  it('is complete once the citizen has sent only what was missing; what was opened before is not opened again', async () => {
    const id = bench.know({ documents: [{ claimedAs: 'SURAT_KEHILANGAN', bytes: letter }] });
    await submit(id);
    expect((await incomplete(id)).data.findings).toEqual([{ document: 'KK', defect: 'missing' }]);
    const sha256 = createHash('sha256').update(letter).digest('hex');
    const documentId = randomUUID();
    bench.know({
      applicationId: id,
      documents: [
        { claimedAs: 'SURAT_KEHILANGAN', documentId, sha256, copies: true },
        { claimedAs: 'KK', bytes: kk },
      ],
    });
    await submit(id, 3);
    expect((await complete(id)).data.answers).toBe(3);
    expect(bench.intake.asked).not.toContain(`GET /internal/documents/${documentId}/content`);
  });

  it('takes a photo of a screen, a photocopy and a photo on its side, and shows the reviewer what was measured', async () => {
    const [one, other] = [randomFrom(3), randomFrom(9)];
    const onScreen = await photograph(drawDocument('KK', one), one, undefined, 'screen');
    const turned = await photograph(drawDocument('SURAT_KEHILANGAN', other), other, undefined, 'turned');
    const id = bench.know({
      documents: [
        { claimedAs: 'KK', bytes: onScreen },
        { claimedAs: 'SURAT_KEHILANGAN', bytes: await sharp(turned).greyscale().jpeg().toBuffer() },
      ],
    });
    await submit(id);
    await complete(id);
    await bench.say(ApplicationUnderReview, bench.announcement(id, 3, 'under_review'));
    const { data } = await bench.heard(ReviewRequested, (said) => said.applicationId === id);
    const token = await bench.clerkToken(['reviewer']);
    const { body } = await bench.call('GET', `/reviews/${data.reviewId}`, undefined, token);
    expect(body['warnings']).toEqual([
      expect.objectContaining({ warning: 'photo-of-a-screen', measured: expect.any(Number), limit: 4 }),
      expect.objectContaining({ warning: 'photocopy', measured: 0, limit: 3 }),
      expect.objectContaining({ warning: 'sideways', measured: expect.any(Number), limit: 48 }),
    ]);
    // The same photo again, by the same person: the other request is named.
    const again = bench.know({ documents: [{ claimedAs: 'KK', bytes: onScreen }] });
    await submit(again);
    await incomplete(again);
    const [kept] = await bench.query('select documents from file_check where application_id = $1', [again]);
    expect(JSON.stringify(kept)).toContain(`"otherApplicationId":"${id}"`);
  }, 60_000);

  it('has one effect when it hears the same twice', async () => {
    const id = bench.know({ documents: [] });
    const eventId = randomUUID();
    await Promise.all([submit(id, 1, eventId), submit(id, 1, eventId), submit(id, 1, eventId)]);
    await incomplete(id);
    await eventually(async () => (await bench.queue('document-validation.check-documents')).ready === 0);
    const other = bench.know({ documents: [] });
    await submit(other);
    await incomplete(other);
    expect(bench.allSaid().filter((one) => one.subject === id && one.type === 'documents.incomplete')).toHaveLength(1);
  });

  it('drops an older announcement that comes after a newer one', async () => {
    const id = bench.know({ documents: [] });
    await bench.say(ApplicationWithdrawn, bench.announcement(id, 5, 'withdrawn'));
    await eventually(async () => (await bench.query('select 1 from application where id = $1', [id])).length === 1);
    const older = await submit(id, 1);
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = $1', [older])).length === 1,
    );
    expect(bench.allSaid().filter((one) => one.subject === id && one.type.startsWith('documents.'))).toEqual([]);
  });

  it('says nothing of a request that was withdrawn while its file was checked', async () => {
    let answer = () => {};
    const answersAfter = new Promise<void>((resolve) => (answer = resolve));
    const id = bench.know({ documents: [], answersAfter });
    const submitted = await submit(id, 1);
    await eventually(() => bench.intake.asked.some((route) => route.includes(id)));
    await bench.say(ApplicationWithdrawn, bench.announcement(id, 2, 'withdrawn'));
    await eventually(async () => (await bench.query('select 1 from application where id = $1', [id])).length === 1);
    answer();
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = $1', [submitted])).length === 1,
    );
    expect(await bench.query('select 1 from outbox where subject = $1', [id])).toEqual([]);
  });

  it('parks a request that intake does not know', async () => {
    const id = randomUUID();
    const eventId = await submit(id);
    const parked = await eventually(() => bench.parked().find((message) => message.properties.messageId === eventId));
    expect(JSON.stringify(parked.properties.headers)).toContain('permanent');
  });

  it('waits for an intake that is down, and goes on by itself', async () => {
    bench.breakIntake(503);
    const id = bench.know({ documents: [] });
    const asked = bench.intake.asked.length;
    await submit(id);
    await eventually(() => bench.intake.asked.length > asked);
    bench.breakIntake(undefined);
    expect((await incomplete(id)).data.findings).toHaveLength(2);
  });

  it('keeps neither a name nor a number', async () => {
    const rows = await bench.query(
      `select (select json_agg(f) from file_check f)::text || (select json_agg(o) from outbox o)::text as kept`,
      [],
    );
    const kept = JSON.stringify(rows);
    expect(kept).not.toMatch(/(?<![0-9a-f])\d{16}(?![0-9a-f])/);
    expect(kept).not.toContain('CONTOH');
  });
});
