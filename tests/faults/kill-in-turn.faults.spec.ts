import { mkdtempSync, rmSync } from 'node:fs';
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
