import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let path: string;
beforeAll(async () => {
  work = await intakeAtWork({ TRACK_PER_MINUTE: '40' });
  const { nik, familyCard } = someone();
  const opened = await work.ask('/applications', {
    method: 'POST',
    token: await work.bench.clerkToken(['clerk'], 'nunukan'),
    body: { kind: 'HILANG', nik, familyCardNumber: familyCard, name: 'Budi', district: '650305' },
  });
  const { applicationId } = (await opened.json()) as { applicationId: string };
  const contact = await work.ask(`/internal/applications/${applicationId}/contact`, {
    token: await work.peerToken('notification'),
  });
  path = new URL(((await contact.json()) as { trackUrl: string }).trackUrl).pathname;
}, 60_000);
afterAll(() => work.close(), 30_000);

const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the tracking page', () => {
  it('shows people a page, programs JSON, and nobody a name or a number', async () => {
    const answer = await work.ask(path, { headers: page });
    expect(answer.headers.get('content-type')).toContain('text/html');
    const html = await answer.text();
    expect(html).toContain('Menunggu data atau foto dokumen dari Anda');
    expect(html).toContain('Loket Kecamatan Krayan');
    expect(html).not.toMatch(/BUDI|Budi|650399/);
    expect(html).not.toMatch(/<script|style="/);
    const json = await (await work.ask(path, { headers: { accept: 'application/json' } })).json();
    expect(json).toMatchObject({
      state: 'draft',
      office: { code: 'krayan' },
      steps: [{ state: 'now' }, { state: 'ahead' }, {}, {}, {}, {}],
    });
    expect((await work.ask('/assets/track.css')).headers.get('content-type')).toContain('text/css');
  });

  it('reads a code as people copy it', async () => {
    const code = path.replace('/track/', '').toLowerCase();
    const typed = `${code.slice(0, 8)}-${code.slice(8)}`.replaceAll('0', 'o').replaceAll('1', 'l');
    expect((await work.ask(`/track/${typed}`)).status).toBe(200);
  });

  it('says the same of every unknown code, and slows down who tries many', async () => {
    const unknown = await work.ask('/track/0123456789ABCDEFGHJKMNPQRS');
    expect({ status: unknown.status, body: await unknown.json() }).toMatchObject({
      status: 404,
      body: { code: 'unknown-code' },
    });
    expect((await work.ask('/track/%27%20or%201=1', { headers: page })).status).toBe(404);
    let last = 0;
    for (let tries = 0; tries < 6 && last !== 429; tries += 1) last = (await work.ask('/track/ABC')).status;
    expect(last).toBe(429);
    const refused = await work.ask(path);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Another address, told by a proxy of ours, has its own count.
    expect((await work.ask(path, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(200);
    const [row] = await work.bench.query<{ key: string }>('select key from tracking_try limit 1');
    expect(row?.key).not.toContain('127.0.0.1');
  });

  it('takes as long for a code that is nearly right as for one that is not at all', async () => {
    const code = path.replace('/track/', '');
    const near = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');
    const times: Record<'near' | 'far', number[]> = { near: [], far: [] };
    for (let round = 0; round < 40; round += 1) {
      for (const [kind, tried] of [
        ['near', near],
        ['far', '7'.repeat(26)],
      ] as const) {
        const began = performance.now();
        // Each from an address of its own: the limit must not decide.
        const headers = { 'x-forwarded-for': `198.51.100.${round}` };
        expect((await work.ask(`/track/${tried}`, { headers })).status).toBe(404);
        times[kind].push(performance.now() - began);
      }
    }
    const median = (all: number[]) => all.toSorted((a, b) => a - b)[all.length / 2] ?? 0;
    const ratio = median(times.near) / median(times.far);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });
});

describe('the requirements', () => {
  it('are public and complete for every kind', async () => {
    const { kinds } = (await (await work.ask('/requirements')).json()) as {
      kinds: { documents: unknown[]; fee: object; time: object; complaint: string }[];
    };
    expect(kinds).toHaveLength(11);
    for (const kind of kinds) {
      expect(kind.documents.length).toBeGreaterThan(0);
      expect(kind).toMatchObject({ fee: { rupiah: 0 }, time: { workingDays: 2 } });
      expect(kind.complaint).not.toBe('');
    }
  });
});
