import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../scripts/clerk.mjs';
import { damagedCardJpeg, familyCardJpeg, policeLetterPdf, requestLine } from '../../scripts/sample-documents.mjs';
import { ticketIn, wholeSystem, type WholeSystem } from './whole-system.js';

let on: WholeSystem;
beforeAll(async () => {
  on = await wholeSystem('manual', { env: { REGISTER_MODE: 'manual' }, without: ['register'] });
}, 180_000);
afterAll(() => on?.stop(), 60_000);

async function taskOf(applicationId: string, task: string): Promise<string> {
  return waitFor(`the task ${task}`, async () => {
    const { reviews } = (await on.clerk.get(
      `/api/document-validation/reviews?state=open&task=${task}&applicationId=${applicationId}`,
    )) as { reviews: { reviewId: string }[] };
    return reviews[0]?.reviewId;
  });
}

describe('without a register service', () => {
  it('a clerk ticks what SIAK shows, and the whole journey passes', async () => {
    const { person, phone } = on.newCitizen();
    await phone.says(requestLine(person, 'HILANG'));
    const ticket = ticketIn(await phone.reads(/\*L-/));
    await phone.sends(await familyCardJpeg(person), 'image/jpeg', 'KK');
    await phone.sends(await policeLetterPdf(person), 'application/pdf', 'surat polisi', 'surat.pdf');
    const applicationId = await on.applicationOf(ticket);
    const reviewId = await taskOf(applicationId, 'tick-register');
    await on.clerk.sees(`/api/ops-console/applications/${applicationId}`, /"task":"tick-register"/);
    await on.clerk.post(`/api/document-validation/reviews/${reviewId}/register-result`, { result: 'confirmed' });
    await phone.reads(/siap diambil/);
    await on.handOver(applicationId);
  }, 120_000);

  it('a walk-in request waits for its recording and goes on when SIAK says print-ready', async () => {
    const { person } = on.newCitizen();
    const opened = (await on.clerk.post('/api/intake/applications', {
      kind: 'RUSAK',
      nik: person.nik,
      familyCardNumber: person.familyCardNumber,
      name: person.name,
      village: person.village,
      district: '650302',
      office: on.system.office,
    })) as { applicationId: string };
    const { applicationId } = opened;
    await on.clerk.upload(
      `/api/intake/applications/${applicationId}/documents?as=KK`,
      await familyCardJpeg(person),
      'image/jpeg',
    );
    await on.clerk.upload(
      `/api/intake/applications/${applicationId}/documents?as=KTP_LAMA`,
      await damagedCardJpeg(person),
      'image/jpeg',
    );
    await on.clerk.post(`/api/intake/applications/${applicationId}/submission`);
    const reviewId = await taskOf(applicationId, 'tick-register');
    await on.clerk.post(`/api/document-validation/reviews/${reviewId}/register-result`, {
      result: 'not-recorded',
      cause: 'recording',
    });
    await on.reaches(applicationId, 'awaiting_recording');
    await taskOf(applicationId, 'mirror-record');
    await on.clerk.post(`/api/document-validation/records/${applicationId}/status`, { status: 'SENT_FOR_ENROLLMENT' });
    expect(await on.stateOf(applicationId)).toBe('awaiting_recording');
    await on.clerk.post(`/api/document-validation/records/${applicationId}/status`, { status: 'PRINT_READY_RECORD' });
    await on.handOver(applicationId);
    expect(await on.violations()).toEqual([]);
  }, 180_000);
});
