import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleBench, consoleBench } from './console-bench.js';

const [complaintId, handoverId] = [randomUUID(), randomUUID()];
const evil = '<script>alert("KTP")</script>';
const at = '2026-11-24T01:00:00.000Z';
const complaint = {
  complaintId,
  number: 'P-4F7K2',
  about: 'complaint',
  channel: 'whatsapp',
  state: 'open',
  owner: null,
  applicationId: null,
  openedAt: at,
  dueAt: at,
  overdue: true,
};
const handover = {
  handoverId,
  reason: 'asked',
  owner: null,
  openedAt: at,
  lastWordAt: at,
  closedAt: null,
  maskedPhone: '0812****901',
};
const answers: Record<string, unknown> = {
  '/complaints': { complaints: [complaint] },
  [`/complaints/${complaintId}`]: { ...complaint, words: evil, contact: null, answer: null, answersByWhatsapp: true },
  '/handovers': { handovers: [handover] },
  [`/handovers/${handoverId}`]: {
    ...handover,
    transcript: [
      { from: 'citizen', at, text: evil, kind: 'text' },
      { from: 'machine', at, text: null, kind: 'handed-to-clerk' },
    ],
  },
};

let intake: Server;
let console_: ConsoleBench;
let cookie: string;
beforeAll(async () => {
  intake = createServer((request, response) => {
    const found = answers[(request.url ?? '').split('?')[0] ?? ''];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  await new Promise<void>((resolve) => intake.listen(0, '127.0.0.1', resolve));
  console_ = await consoleBench({ INTAKE_URL: `http://127.0.0.1:${(intake.address() as AddressInfo).port}` });
  cookie = (await console_.signIn()).cookie;
}, 60_000);
afterAll(async () => {
  await console_.close();
  await new Promise((resolve) => intake.close(resolve));
}, 30_000);

const read = async (path: string) => {
  const answer = await console_.get(path, { cookie });
  return { status: answer.status, text: await answer.text() };
};

describe('the desk for complaints and conversations', () => {
  it('lists what waits and leads to it', async () => {
    const complaints = await read('/pengaduan');
    expect(complaints.status).toBe(200);
    expect(complaints.text).toContain(`href="/pengaduan/${complaintId}"`);
    expect(complaints.text).toContain('belum diambil');
    const handovers = await read('/percakapan');
    expect(handovers.text).toContain(`href="/percakapan/${handoverId}"`);
    expect(handovers.text).toContain('0812****901');
  });

  it('shows the words as words, and offers what intake offers', async () => {
    const complaintPage = await read(`/pengaduan/${complaintId}`);
    expect(complaintPage.text).not.toContain(evil);
    for (const act of ['claim', 'answer']) {
      expect(complaintPage.text).toContain(`data-act="/api/intake/complaints/${complaintId}/${act}"`);
    }
    const transcript = await read(`/percakapan/${handoverId}`);
    expect(transcript.text).not.toContain(evil);
    expect(transcript.text).toContain('Jawaban otomatis');
    for (const act of ['claim', 'answer', 'return']) {
      expect(transcript.text).toContain(`data-act="/api/intake/handovers/${handoverId}/${act}"`);
    }
  });

  it('is whole without intake', async () => {
    expect((await read(`/pengaduan/${randomUUID()}`)).text).toContain('Belum ada data di layanan intake');
    // And nobody sees it who is not signed in.
    expect((await console_.get('/percakapan')).status).toBe(303);
  });
});
