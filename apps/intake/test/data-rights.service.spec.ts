import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
let reviewer: string;
beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  reviewer = await work.bench.clerkToken(['reviewer'], 'nunukan', 'reviewer-1');
}, 60_000);
afterAll(() => work.close(), 30_000);

interface Export {
  readonly requests: { ticket: string; nik: string; name: string; processing: { state: string; by: string }[] }[];
  readonly documents: { name: string; file: string; base64?: string; views: { by: string; reason: string }[] }[];
  readonly exports: { by: string }[];
}

const who = someone();
const numbers = { nik: who.nik, familyCardNumber: who.familyCard };

async function exportOf(body: object, token = reviewer) {
  const answer = await work.ask('/subject-exports', { method: 'POST', token, body });
  return { status: answer.status, body: (await answer.json()) as Export & { code: string } };
}

describe('a copy of one’s data', () => {
  const photos = { KK: aPhoto(), KTP_LAMA: aPhoto() };

  it('holds every request, document and step, and withholds pictures that show others', async () => {
    const opened = await work.ask('/applications', {
      method: 'POST',
      token: clerk,
      body: { kind: 'RUSAK', ...numbers, name: 'Siti Aminah', village: 'Binusan', district: '650302' },
    });
    const { applicationId, ticket } = (await opened.json()) as { applicationId: string; ticket: string };
    for (const [as, { bytes }] of Object.entries(photos)) {
      const kept = await work.ask(`/applications/${applicationId}/documents?as=${as}`, {
        method: 'POST',
        token: clerk,
        body: bytes,
        headers: { 'content-type': 'image/jpeg' },
      });
      const { documentId } = (await kept.json()) as { documentId: string };
      await work.keepCopy(documentId);
      await work.ask(`/applications/${applicationId}/documents/${documentId}/content?reason=check`, { token: clerk });
    }
    const { status, body } = await exportOf({ ...numbers, identityCheckedWith: 'ktp' });
    expect(status).toBe(200);
    expect(body.requests).toMatchObject([
      { ticket, nik: who.nik, name: 'SITI AMINAH', processing: [{ state: 'draft', by: 'clerk-1' }] },
    ]);
    const old = body.documents.find(({ name }) => name.includes('KTP-el'));
    expect(body.documents.find(({ name }) => name.includes('KK'))?.file).toBe('shows-others');
    expect(old).toMatchObject({ file: 'included', views: [{ by: 'clerk-1', reason: 'check' }] });
    expect(old?.base64).toBe(photos.KTP_LAMA.bytes.toString('base64'));
    // Nothing of the family card's picture leaves, under whatever name.
    expect(JSON.stringify(body)).not.toContain(photos.KK.bytes.toString('base64').slice(0, 60));
    expect(body.exports).toMatchObject([{ by: 'reviewer-1' }]);
  });

  it('is refused without the second number, and tells nobody who is in here', async () => {
    const wrong = await exportOf({ ...numbers, familyCardNumber: someone().familyCard, identityCheckedWith: 'ktp' });
    const unknown = await exportOf({
      nik: someone().nik,
      familyCardNumber: someone().familyCard,
      identityCheckedWith: 'ktp',
    });
    expect([wrong.status, unknown.status]).toEqual([404, 404]);
    expect(wrong.body.code).toBe(unknown.body.code);
  });

  it('is a reviewer’s act, with sixteen digits and a look at who asks', async () => {
    const body = { ...numbers, identityCheckedWith: 'ktp' };
    expect((await exportOf(body, clerk)).status).toBe(403);
    expect((await exportOf({ ...body, nik: '12' })).status).toBe(422);
    expect((await exportOf(numbers)).status).toBe(400);
  });
});
