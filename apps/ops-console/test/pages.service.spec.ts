import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApplicationReadyForPickup, ApplicationUnderReview, LinkLost, PrintJobCompleted } from '#contracts';
import { eventually } from '#testing';
import { decodeJwt } from 'jose';
import { type ConsoleBench, consoleBench } from './console-bench.js';

interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** A service as the console sees it: answers by route, keeps what it was asked. */
async function neighbour(answers: Record<string, { status?: number; type?: string; body: string | Buffer }>) {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      });
      const found = answers[`${request.method} ${(request.url ?? '').split('?')[0]}`];
      response.writeHead(found ? (found.status ?? 200) : 404, { 'content-type': found?.type ?? 'application/json' });
      response.end(found?.body ?? '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const evil = '<script>alert("KTP")</script>';
const [applicationId, reviewId, documentId, jobId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const about = { applicationId, kind: 'HILANG', channel: 'counter', district: '650302', office: 'nunukan' } as const;
let console_: ConsoleBench;
let intake: Awaited<ReturnType<typeof neighbour>>;
let validation: Awaited<ReturnType<typeof neighbour>>;
let session: { cookie: string; csrf: string };

beforeAll(async () => {
  intake = await neighbour({
    [`GET /applications/${applicationId}`]: {
      body: JSON.stringify({
        ticket: `L-1${evil}`,
        maskedName: evil,
        maskedNik: '650399**********',
        maskedPhone: null,
        serviceTime: null,
        documents: [
          {
            documentId,
            claimedAs: `"><img src=x onerror=alert(1)>`,
            state: 'kept',
            contentType: 'image/jpeg',
            size: 2048,
            fileProblem: evil,
            superseded: false,
            receivedAt: '2026-11-24T01:00:00.000Z',
          },
        ],
      }),
    },
    [`GET /applications/${applicationId}/documents/${documentId}/content`]: { type: 'text/html', body: evil },
    [`POST /applications/${applicationId}/documents`]: { status: 201, body: '{"documentId":"x"}' },
    'POST /applications': { status: 422, type: 'application/problem+json', body: '{"code":"invalid-particulars"}' },
  });
  validation = await neighbour({
    'GET /reviews': {
      body: JSON.stringify({
        reviews: [
          {
            reviewId,
            applicationId,
            task: 'decide-doubt',
            doubts: [evil],
            claimedBy: null,
            openedAt: '2026-11-24T01:00:00.000Z',
          },
        ],
      }),
    },
    [`POST /reviews/${reviewId}/decision`]: { body: '{"state":"settled"}' },
  });
  console_ = await consoleBench({ INTAKE_URL: intake.url, DOCUMENT_VALIDATION_URL: validation.url });
  session = await console_.signIn();
  await console_.bench.say(ApplicationUnderReview, { ...about, sequence: 4, state: 'under_review' });
  await eventually(async () => (await page('/')).text.includes(applicationId));
}, 60_000);
afterAll(async () => {
  await console_.close();
  for (const { server } of [intake, validation]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function page(path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await console_.get(path, { cookie: session.cookie });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

describe('the pages', () => {
  it('list requests with their state, and carry a policy without inline scripts', async () => {
    const { status, text, headers } = await page('/');
    expect(status).toBe(200);
    expect(text).toContain('Ditinjau petugas');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect(text).not.toMatch(/<script(?! src="\/assets\/)|\son[a-z]+=|style="/);
    for (const asset of ['/assets/console.js', '/assets/console.css'])
      expect((await console_.get(asset)).status).toBe(200);
  });

  it('show what citizens wrote as text, never as markup', async () => {
    const { text } = await page(`/permohonan/${applicationId}`);
    expect(text).toContain('&lt;script&gt;alert(&quot;KTP&quot;)&lt;/script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('<img src=x');
  });

  it('offer the acts of the state: here, deciding the doubt', async () => {
    const { text } = await page(`/permohonan/${applicationId}`);
    expect(text).toContain(`data-act="/api/document-validation/reviews/${reviewId}/decision"`);
    expect(text).not.toContain('Serahkan kartu');
  });

  it('work while a service is away, and say which part is missing', async () => {
    const { status, text } = await page(`/permohonan/${applicationId}`);
    expect(status).toBe(200);
    expect(text).toContain('data-missing="notification"');
    expect((await page('/cetak')).text).toContain('data-missing="printing-queue"');
    expect((await page('/pesan')).text).toContain('data-missing="notification"');
  });

  it('show on top which link is down, and since when', async () => {
    await console_.bench.say(
      LinkLost,
      {
        link: 'whatsapp',
        way: 'primary',
        seenBy: 'notification',
        cause: 'refused',
        since: '2026-11-24T01:00:00.000Z',
      } as const,
      { from: 'notification' },
    );
    const text = await eventually(async () => {
      const seen = (await page('/parkir')).text;
      return seen.includes('data-link="whatsapp" data-state="down"') && seen;
    });
    expect(text).toMatch(/WhatsApp:\s+<b>PUTUS<\/b> sejak 24 Nov 2026,? \d\d\.00\.00/);
    expect(text).toContain('sambungan ditolak');
  });

  it('offer the hand-over when the card lies ready', async () => {
    const job = {
      jobId,
      applicationId,
      answers: 6,
      office: 'nunukan',
      stationId: 'nunukan-1',
      attempt: 1,
      pickupOffice: 'nunukan',
    };
    await console_.bench.say(PrintJobCompleted, job);
    await console_.bench.say(ApplicationReadyForPickup, { ...about, sequence: 8, state: 'ready_for_pickup' });
    const text = await eventually(async () => {
      const seen = (await page(`/permohonan/${applicationId}`)).text;
      return seen.includes('data-task="hand-over"') && seen;
    });
    expect(text).toContain(`data-act="/api/printing-queue/print-jobs/${jobId}/hand-over"`);
  });

  it('wait for a request that is not copied yet, and know no others', async () => {
    expect((await page(`/permohonan/${randomUUID()}`)).text).toContain('belum dikenal');
    expect((await page('/permohonan/nothing')).status).toBe(404);
  });
});

describe('the way to the services', () => {
  const act = (path: string, body: unknown, more: Record<string, string> = {}) =>
    console_.post(path, body, { cookie: session.cookie, 'x-csrf-token': session.csrf, ...more });

  it('carries a fresh short token of the person, and neither cookie nor csrf', async () => {
    const answer = await act(`/api/document-validation/reviews/${reviewId}/decision`, { verdict: 'approve' });
    expect([answer.status, await answer.json()]).toEqual([200, { state: 'settled' }]);
    const asked = validation.asked.findLast(({ method }) => method === 'POST');
    const token = decodeJwt(asked?.headers.authorization?.replace('Bearer ', '') ?? '');
    expect(token.sub).toBe('admin');
    expect((token.exp ?? 0) - Date.now() / 1000).toBeGreaterThan(290);
    expect(asked?.headers.cookie).toBeUndefined();
    expect(asked?.headers['x-csrf-token']).toBeUndefined();
    expect(JSON.parse(String(asked?.body))).toEqual({ verdict: 'approve' });
  });

  it('streams a file as it is, with its type, and refuses one that is too large', async () => {
    const file = randomBytes(3 * 1024 * 1024);
    const path = `${console_.url}/api/intake/applications/${applicationId}/documents?as=KK`;
    const headers = { cookie: session.cookie, 'x-csrf-token': session.csrf, 'content-type': 'image/jpeg' };
    const answer = await fetch(path, { method: 'POST', headers, body: file });
    expect(answer.status).toBe(201);
    const asked = intake.asked.findLast(({ method }) => method === 'POST');
    expect(asked?.headers['content-type']).toBe('image/jpeg');
    expect(asked?.body.equals(file)).toBe(true);
    expect(asked?.url).toMatch(/\?as=KK$/);
    const tooLarge = await fetch(path, { method: 'POST', headers, body: Buffer.alloc(16 * 1024 * 1024 + 1) }).then(
      ({ status }) => status,
      () => 413,
    );
    expect(tooLarge).toBe(413);
  });

  it('hands problems through, and makes one where a service is away', async () => {
    const refused = await act('/api/intake/applications', {});
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'invalid-particulars']);
    const away = await act('/api/notification/messages/1/resend', {});
    expect(away.status).toBe(502);
    expect(await away.json()).toMatchObject({ code: 'service-unreachable', service: 'notification' });
  });

  it('never lets a service’s bytes run at the console’s origin', async () => {
    const answer = await console_.get(`/api/intake/applications/${applicationId}/documents/${documentId}/content`, {
      cookie: session.cookie,
    });
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('knows no other services and no other methods', async () => {
    expect((await act('/api/elsewhere/x', {})).status).toBe(404);
    const answer = await fetch(`${console_.url}/api/intake/applications`, {
      method: 'DELETE',
      headers: { cookie: session.cookie, 'x-csrf-token': session.csrf },
    });
    expect(answer.status).toBe(405);
  });
});
