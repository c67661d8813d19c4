import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationReadyForPickup, ApplicationUnderReview, PrintJobCompleted } from '#contracts';
import { eventually } from '#testing';
import { decodeJwt } from 'jose';
import { firstAsked, firstList, shellAsked } from '../src/pages/addresses.js';
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

const built = join(import.meta.dirname, '../../../dist/apps/ops-console/web');
const isBuilt = existsSync(join(built, 'index.html'));
const whenBuilt = isBuilt ? it : it.skip;
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
    'GET /applications': {
      body: JSON.stringify({ applications: Array.from({ length: 50 }, () => about), next: null }),
    },
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
  await eventually(async () => (await read('/applications')).includes(applicationId));
}, 60_000);
afterAll(async () => {
  await console_.close();
  for (const { server } of [intake, validation]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function read(path: string): Promise<string> {
  return (await console_.get(`/api/ops-console${path}`, { cookie: session.cookie })).text();
}

interface Told {
  readonly families: string[];
  readonly applications: string[];
}

/** A browser's ear: what it is told, one after the other. */
async function changeStream() {
  const gone = new AbortController();
  const answer = await fetch(`${console_.url}/api/ops-console/events/stream`, {
    headers: { cookie: session.cookie },
    signal: gone.signal,
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const told: Told[] = [];
  const reading = (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data !== undefined) told.push(JSON.parse(data) as Told);
      }
    }
  })().catch(() => undefined);
  return {
    next: (which: (changes: Told) => boolean) => eventually(async () => told.find(which)),
    close: async () => {
      gone.abort();
      await reading;
    },
  };
}

async function page(path: string): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await console_.get(path, { cookie: session.cookie });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

describe('the web application', () => {
  it('gives every address the page of who is signed in, under a policy without inline scripts', async () => {
    const answers = await Promise.all(['/', `/permohonan/${applicationId}`, '/cetak', '/sistem'].map(page));
    for (const { status, text, headers } of answers) {
      expect(status).toBe(isBuilt ? 200 : 503);
      expect(text).toContain(`<meta name="csrf" content="${session.csrf}" />`);
      expect(text).toContain('&quot;username&quot;:&quot;admin&quot;');
      expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
      expect(text).not.toMatch(/<script(?! type="module" crossorigin src="\/files\/)|\son[a-z]+=|style="/);
    }
    const nonces = answers.map(
      ({ headers }) => /'nonce-([\w-]{22})'/.exec(headers.get('content-security-policy') ?? '')?.[1],
    );
    expect(new Set(nonces).size).toBe(answers.length);
    expect(answers[0]?.text).toContain(`<meta name="style-nonce" content="${nonces[0]}" />`);
  });

  whenBuilt('comes packed, once, and within 180 kB until the list of requests is there', async () => {
    const { files, gzippedBytes } = JSON.parse(readFileSync(join(built, 'first-route.json'), 'utf8')) as {
      files: string[];
      gzippedBytes: number;
    };
    expect(gzippedBytes).toBeLessThanOrEqual(180 * 1024);
    const script = files.find((name) => name.endsWith('.js')) ?? '';
    for (const coding of ['br', 'gzip']) {
      const answer = await console_.get(`/${script}`, { 'accept-encoding': coding });
      expect(answer.headers.get('content-encoding')).toBe(coding);
      expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
      expect(answer.headers.get('cache-control')).toMatch(/immutable/);
      expect(await answer.text()).toBe(readFileSync(join(built, script), 'utf8'));
    }
    expect((await console_.get(`/files/../index.html`)).status).not.toBe(200);
  });

  whenBuilt('paints its frame before the styles and asks beside its files, not after them', async () => {
    const { text } = await page('/');
    const [frame, styles] = [text.indexOf('Memuat …'), text.indexOf('<link rel="stylesheet"')];
    expect(frame).toBeGreaterThan(0);
    expect(styles).toBeGreaterThan(frame);
    for (const address of [...firstAsked, ...shellAsked]) {
      expect(text).toContain(`<link rel="preload" as="fetch" crossorigin href="${address}" />`);
    }
    expect((await page('/cetak')).text).not.toContain(firstList);
  });

  whenBuilt('comes while the password is typed', async () => {
    const text = await (await console_.get('/masuk')).text();
    const { files } = JSON.parse(readFileSync(join(built, 'first-route.json'), 'utf8')) as { files: string[] };
    for (const file of files.filter((name) => name !== 'index.html')) {
      expect(text).toContain(`<link rel="prefetch" href="/${file}" />`);
    }
  });

  it('knows what forms offer and how much waits where, whichever service is away', async () => {
    const own = async (path: string) =>
      (await console_.get(`/api/ops-console${path}`, { cookie: session.cookie })).json() as Promise<
        Record<string, unknown>
      >;
    expect(await own('/choices')).toMatchObject({
      kinds: expect.arrayContaining([
        expect.objectContaining({ code: 'HILANG', documents: expect.arrayContaining(['KK', 'SURAT_KEHILANGAN']) }),
      ]),
      offices: expect.arrayContaining([expect.objectContaining({ code: 'nunukan' })]),
    });
    expect(await own('/counts')).toMatchObject({
      states: { under_review: 1, printing: 0 },
      heldPrintJobs: 0,
      parked: 0,
    });
  });
});

describe('changes as they come', () => {
  it('are told as families and ids alone, to who is signed in', async () => {
    const stream = await changeStream();
    await console_.bench.say(ApplicationReadyForPickup, { ...about, sequence: 8, state: 'ready_for_pickup' });
    const told = await stream.next(({ applications }) => applications.length > 0);
    expect(told.applications).toEqual([applicationId]);
    expect(told.families).toContain('application');
    expect(Object.keys(told).sort()).toEqual(['applications', 'families']);
    await stream.close();
    expect((await console_.get('/api/ops-console/events/stream')).status).toBe(401);
  });

  it('go on after the connection that hears them was cut: browsers then look at everything', async () => {
    const stream = await changeStream();
    await console_.bench.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'loket-console-changes' and pid <> pg_backend_pid()",
    );
    expect(await stream.next(({ families }) => families.includes('*'))).toEqual({ families: ['*'], applications: [] });
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
    await stream.next(({ families }) => families.includes('print-job'));
    await stream.close();
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

  it('hands long JSON on packed to who takes it so, its own and the services’', async () => {
    for (const path of [firstList, '/api/ops-console/choices']) {
      const [packed, plain] = await Promise.all(
        ['gzip', 'identity'].map((coding) => console_.get(path, { cookie: session.cookie, 'accept-encoding': coding })),
      );
      expect([packed?.headers.get('content-encoding'), plain?.headers.get('content-encoding')]).toEqual(['gzip', null]);
      expect(packed?.headers.get('vary')).toMatch(/accept-encoding/i);
      expect(await packed?.json()).toEqual(await plain?.json());
    }
    const short = await console_.get('/api/ops-console/counts', {
      ...{ cookie: session.cookie, 'accept-encoding': 'gzip' },
    });
    expect(short.headers.get('content-encoding')).toBeNull();
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
