import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { checkInvariants } from '../../scripts/check-invariants.mjs';
import { removePostgresData } from '../../scripts/postgres.mjs';
import { replay } from '../../scripts/replay-system.mjs';
import { startSystem, type System } from '../../scripts/system.mjs';

/** 200 requests in the long suite, a sample of them otherwise; the seed is printed and can be given. */
const applications = process.env.LOKET_LONG ? 200 : 40;
const seed = Number(process.env.LOKET_SEED ?? (process.env.LOKET_LONG ? Date.now() % 1_000_000 : 20_261_124));

let folder: string;
let system: System;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loket-faults-'));
  // The waits of a retry are shortened: what is proved is that nothing gets lost in them, not that they are long.
  const waitSeconds = { 'loket.wait.5s': 2, 'loket.wait.1m': 5, 'loket.wait.10m': 15, 'loket.wait.1h': 30 };
  system = await startSystem({ folder, waitSeconds });
}, 180_000);
afterAll(async () => {
  await system?.stop();
  removePostgresData(folder);
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('a replay while every process is killed in turn', () => {
  it(`loses nothing and doubles nothing (${applications} requests, seed ${seed})`, async () => {
    const lines: string[] = [];
    const result = await replay({
      system,
      password: system.keys.firstAdmin.password,
      applications,
      seed,
      faults: (name) => {
        const isThere = system.processes[name]?.pid() !== undefined;
        if (isThere) system.kill(name);
        return Promise.resolve(isThere);
      },
      log: (line) => lines.push(line),
    });
    process.stdout.write(`seed ${seed}: ${JSON.stringify(result.figures)}\n`);
    const told = result.findings.map(
      ({ id, says, count, examples }) => `${id} ${says}: ${count} ${examples.join('; ')}`,
    );
    expect({ told, lines: told.length > 0 ? lines.slice(-40) : [] }).toEqual({ told: [], lines: [] });
    expect(new Set(result.killed).size).toBe(8);
  }, 900_000);
});

describe('the checker itself', () => {
  const plants: [what: string, turnsRed: string, sql: string][] = [
    [
      'a lost message',
      'I1',
      `delete from intake.message_outcome where id = (select id from intake.message_outcome limit 1)`,
    ],
    [
      'a second message about one fact',
      'I8a',
      `alter table notification.outgoing drop constraint outgoing_about_fact_key;
       drop index notification.outgoing_caused_by;
       insert into notification.outgoing (id, about, about_kind, application_id, fact, message_key, sequence, variables, announced_at, state, caused_by, correlation_id)
       select gen_random_uuid(), about, about_kind, application_id, fact, message_key, sequence, variables, announced_at, 'read', caused_by, correlation_id
         from notification.outgoing limit 1`,
    ],
    [
      'a blank that took ink twice',
      'I4b',
      `drop index printing_queue.print_attempt_one_blank;
       update printing_queue.print_attempt set blank_serial = (select min(blank_serial) from printing_queue.print_attempt where outcome = 'completed')
        where outcome = 'completed'`,
    ],
    [
      'a gap in a history',
      'I13',
      `delete from intake.application_history where (application_id, sequence) =
         (select application_id, 2 from intake.application_history where sequence = 2 limit 1)`,
    ],
    [
      'an event that a consumer never handled',
      'heard intake.documents-checked',
      `delete from intake.inbox where ctid = (select ctid from intake.inbox where consumer = 'intake.documents-checked' limit 1)`,
    ],
    [
      'a blank that vanished',
      'I7',
      `update printing_queue.station set blanks_counted = blanks_counted + 1 where station_id like 'nunukan%'`,
    ],
  ];

  it('turns red for a number, a phone or a name in a log, a span, a figure, an event or a parked error', async () => {
    const admin = new Client({ connectionString: system.administratorUrl });
    await admin.connect();
    // One place each. Nobody has these numbers: there is no area 650399.
    await admin.query(`
      insert into ops_console.event (id, type, version, subject, time, source, correlation_id, data)
        values (gen_random_uuid(), 'x', 1, 'x', now(), 'intake', 'x', '{"text": "6281200000001"}');
      insert into ops_console.span (trace_id, span_id, service, name, kind, started_at, duration_ms, failed, attributes)
        values ('x', 'x', 'intake', 'GET 6503990101900001', 'internal', now(), 1, false, '{}');
      insert into ops_console.parked_message (id, fingerprint, event_type, queue, reason, attempts, error, headers, content_type, body_bytes, state)
        values (gen_random_uuid(), 'x', 'x', 'x', 'poison', 1, 'Tuan Rahasia', '{"x": "6281200000001"}', 'x', 0, 'dismissed');
      insert into intake.outbox (id, subject, type, version, routing_key, body, correlation_id, published_at)
        values (gen_random_uuid(), 'x', 'x', 1, 'x', '{"nik": "6503990101900001"}', gen_random_uuid(), now())`);
    await admin.end();
    appendFileSync(join(system.folder, 'log/intake.log'), '{"msg":"from 6281200000001"}\n');
    const figures = createServer((_, answer) => answer.end('loket_x{of="6503990101900001"} 1\n')).listen(
      0,
      '127.0.0.1',
    );
    await once(figures, 'listening');
    const at = figures.address();
    const urls = { ...system.urls, station: `http://127.0.0.1:${typeof at === 'object' ? at?.port : ''}` };
    const { findings } = await checkInvariants({ ...system, urls, names: ['Tuan Rahasia'] }, { restWithin: 10_000 });
    figures.close();
    const found = findings.map(({ id }) => id).filter((id) => id.startsWith('I16'));
    expect(found.toSorted()).toEqual(['I16a', 'I16b', 'I16c', 'I16d', 'I16e', 'I16f', 'I16g']);
    expect(JSON.stringify(findings)).not.toMatch(/6281200000001|6503990101900001|Tuan Rahasia/);
  }, 60_000);

  it.each(plants)(
    'turns red for %s (%s)',
    async (_, id, sql) => {
      const admin = new Client({ connectionString: system.administratorUrl });
      await admin.connect();
      await admin.query(sql);
      await admin.end();
      const { findings } = await checkInvariants({ ...system }, { restWithin: 10_000 });
      expect(findings.map((finding) => finding.id)).toContain(id);
    },
    60_000,
  );
});
