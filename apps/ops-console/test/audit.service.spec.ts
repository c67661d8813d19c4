import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { AuditLog } from '../src/audit/audit-log.js';
import { NoteViews } from '../src/audit/note-views.js';
import { verifyChain } from '../src/audit/verify-chain.js';
import { type ConsoleBench, consoleBench } from './console-bench.js';

let console_: ConsoleBench;
let intake: Server;
let asked = 0;
let session: { cookie: string; csrf: string };
beforeAll(async () => {
  intake = createServer((_, response) => {
    asked += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => intake.listen(0, '127.0.0.1', resolve));
  console_ = await consoleBench({ INTAKE_URL: `http://127.0.0.1:${(intake.address() as AddressInfo).port}` });
  session = await console_.signIn();
}, 60_000);
afterAll(async () => {
  await console_.close();
  intake.closeAllConnections();
  await new Promise((resolve) => intake.close(resolve));
});

const look = (path: string) => console_.get(`/api/intake${path}`, { cookie: session.cookie });
const query = (sql: string, parameters: unknown[] = []) =>
  console_.bench.query<Record<string, unknown>>(sql, parameters);
const entriesOf = (subject: string) => query('select * from audit_entry where subject = $1 order by number', [subject]);

describe('the audit', () => {
  it('writes down who looks at whose data, before it is shown, and never what they saw', async () => {
    const id = randomUUID();
    await look(`/applications/${id}`);
    await look(`/applications/${id}`);
    await look(`/applications/${id}/documents/${randomUUID()}/content?reason=check`);
    await look(`/applications/${id}/documents/${randomUUID()}/content?reason=check`);
    expect((await entriesOf(id)).map(({ act, actor }) => [actor, act])).toEqual([
      ['admin', 'GET intake /applications/:id'],
      ['admin', 'GET intake /applications/:id/documents/:id/content'],
      ['admin', 'GET intake /applications/:id/documents/:id/content'],
    ]);
    const before = await query('select count(*)::int as n from audit_entry');
    await look('/links');
    await look('/calendars/region');
    expect(await query('select count(*)::int as n from audit_entry')).toEqual(before);
    await look('/handovers/6503991203850007');
    expect(JSON.stringify(await query('select * from audit_entry'))).not.toContain('6503991203850007');
  });

  it('stays one chain when many look at once, in several replicas', async () => {
    const replica = new NoteViews(new AuditLog(console_.running.app.get(UnitOfWork)));
    const person = { username: 'siti', roles: ['clerk' as const], office: 'nunukan' };
    await Promise.all(
      Array.from({ length: 120 }, (_, at) =>
        at % 3 === 0
          ? replica.note(person, 'intake', 'GET', `/applications/${randomUUID()}`)
          : look(`/applications/${randomUUID()}`),
      ),
    );
    const verdict = await verifyChain(query);
    expect(verdict.broken).toBeUndefined();
    expect(verdict.entries).toBeGreaterThan(120);
  });

  it('can be lengthened by the console and changed by nobody who serves', async () => {
    const dataSource = console_.running.app.get(DataSource);
    for (const sql of ["update audit_entry set actor = 'nobody'", 'delete from audit_entry', 'truncate audit_entry'])
      await expect(dataSource.query(sql)).rejects.toThrow(/permission denied/);
  });

  it('says at which entry it was changed, and that its end was cut off', async () => {
    const whole = await verifyChain(query);
    await query("update audit_entry set actor = 'nobody' where number = 5");
    expect((await verifyChain(query)).broken).toEqual({ number: 5, why: 'changed' });
    const answer = await console_.post(
      '/audit/verification',
      {},
      { authorization: `Bearer ${await console_.token('auditor')}` },
    );
    expect(await answer.json()).toMatchObject({ broken: { number: 5 } });
    await query("update audit_entry set actor = 'admin' where number = 5");
    expect((await verifyChain(query)).broken).toBeUndefined();
    await query('delete from audit_entry where number >= $1', [whole.end.number]);
    expect((await verifyChain(query)).broken).toBeUndefined();
    expect((await verifyChain(query, whole.end)).broken?.number).toBe(whole.end.number);
  });

  it('is read by the auditor, the head and the admin', async () => {
    const list = async (role: string) =>
      console_.get('/audit?limit=2', { authorization: `Bearer ${await console_.token(role)}` });
    expect((await list('clerk')).status).toBe(403);
    const page = (await (await list('auditor')).json()) as { entries: { number: number }[]; next: number };
    expect(page.entries).toHaveLength(2);
    expect(page.next).toBe(page.entries[1]?.number);
  });

  it('shows nothing while it cannot be written', async () => {
    const before = asked;
    await query('revoke insert on audit_entry from ops_console_app');
    const answer = await look(`/applications/${randomUUID()}`);
    await query('grant insert on audit_entry to ops_console_app');
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'audit-unavailable']);
    expect(asked).toBe(before);
    expect((await look(`/applications/${randomUUID()}`)).status).toBe(200);
  });
});
