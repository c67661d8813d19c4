import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApplicationDraft } from '#contracts';
import { eventually } from '#testing';
import { decodeJwt } from 'jose';
import { type ConsoleBench, consoleBench } from './console-bench.js';

const nik = '6503991203850007';
const applicationId = randomUUID();
const hit = {
  applicationId,
  ticket: 'L-ABC12',
  kind: 'HILANG',
  channel: 'counter',
  district: '650302',
  office: 'nunukan',
  state: 'draft',
  maskedName: 'SIT*** A***',
  maskedNik: '650399**********',
};
const asked: { url: string; body: string; sub: unknown; office: unknown }[] = [];
let console_: ConsoleBench;
let intake: Server;
beforeAll(async () => {
  intake = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { sub, office } = decodeJwt((request.headers.authorization ?? '').replace('Bearer ', '')) as {
        sub?: string;
        office?: string;
      };
      asked.push({ url: request.url ?? '', body, sub, office });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ by: 'nik', applications: [hit], more: false }));
    });
  });
  await new Promise<void>((resolve) => intake.listen(0, '127.0.0.1', resolve));
  console_ = await consoleBench({ INTAKE_URL: `http://127.0.0.1:${(intake.address() as AddressInfo).port}` });
  await console_.bench.query(
    `insert into account (username, password_hash, roles, office, created_by)
     select 'rina', password_hash, '{clerk}', 'krayan', 'test' from account where username = 'admin'`,
  );
}, 60_000);
afterAll(async () => {
  await console_.close();
  intake.closeAllConnections();
  await new Promise((resolve) => intake.close(resolve));
});

describe('the search', () => {
  it('asks intake in the name of whoever asks, keeps nothing of it, and is written down', async () => {
    const { cookie, csrf } = await console_.signIn('rina');
    const answer = await console_.post('/api/search', { q: nik }, { cookie, 'x-csrf-token': csrf });
    expect([answer.status, await answer.json()]).toEqual([200, { hits: [hit], more: false, missing: [] }]);
    expect(asked).toEqual([
      { url: '/applications/search', body: JSON.stringify({ text: nik }), sub: 'rina', office: 'krayan' },
    ]);
    const noted = await console_.bench.query<{ actor: string; act: string }>(
      "select actor, act from audit_entry where act like '%search'",
    );
    expect(noted).toEqual([{ actor: 'rina', act: 'POST intake /applications/search' }]);
    const tables = await console_.bench.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'ops_console'",
    );
    for (const { name } of tables)
      expect(JSON.stringify(await console_.bench.query(`select * from ${name}`))).not.toContain(nik);
  });

  it('takes no number and no name in an address', async () => {
    const authorization = `Bearer ${await console_.token('clerk')}`;
    for (const q of [nik, 'siti aminah']) {
      const answer = await console_.get(`/search?q=${encodeURIComponent(q)}`, { authorization });
      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toContain(q);
    }
    expect((await console_.get('/search?q=L-ABC12', { authorization })).status).toBe(200);
  });

  it('finds an id in the console’s own events, for the office it belongs to', async () => {
    const id = randomUUID();
    await console_.bench.say(ApplicationDraft, {
      applicationId: id,
      kind: 'HILANG',
      channel: 'counter',
      district: '650302',
      office: 'nunukan',
      sequence: 1,
      state: 'draft',
    });
    const authorization = `Bearer ${await console_.token('head')}`;
    const hits = async (headers: Record<string, string>) =>
      ((await (await console_.get(`/api/search?q=${id}`, headers)).json()) as { hits?: unknown[] }).hits?.length;
    await eventually(async () => {
      const found = (await (await console_.get(`/search?q=${id}`, { authorization })).json()) as { hits: unknown[] };
      return found.hits.length === 1;
    });
    const { cookie } = await console_.signIn('rina');
    expect(await hits({ cookie })).toBe(0);
  });

  it('is held off after thirty in a minute, and says what is missing while intake is away', async () => {
    const authorization = `Bearer ${await console_.token('reviewer')}`;
    intake.closeAllConnections();
    await new Promise((resolve) => intake.close(resolve));
    const away = await console_.post('/search', { q: 'siti' }, { authorization });
    expect(await away.json()).toEqual({ hits: [], more: false, missing: ['intake'] });
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await console_.post('/search', { q: 'siti' }, { authorization })).status),
    );
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(5);
  });
});
