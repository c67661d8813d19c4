import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Announced, measureService, promiseDates, readLedger } from '#civil-registry';
import { findEvent, type HoldCause, holdCause } from '#contracts';
import { createDataSource, type Tx, UnitOfWork } from '#outbox';
import { type TestDatabase, testDatabase } from '#testing';
import { sample, type Arbitrary, array, constantFrom, integer, record } from 'fast-check';
import type { DataSource } from 'typeorm';
import { begun, type Fact, type Life, moves } from '../src/application/application.js';
import { migrations } from '../src/migrations/index.js';
import { moveApplication } from '../src/move-application.js';
import { Patience } from '../src/patience.js';
import { PromiseDate } from '../src/promise-date.js';
import { ReckonPromise } from '../src/reckon-promise.js';
import { loadTerritory } from '../src/territory.js';
import { WorkingHours } from '../src/working-hours.js';

const isLong = process.env['LOKET_LONG'] !== undefined;
const histories = isLong ? 10_000 : 200;
const seed = Number(process.env['LOKET_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));
const atOnce = 8;
const minute = 60_000;

let database: TestDatabase;
let dataSource: DataSource;
let unitOfWork: UnitOfWork;
let hours: WorkingHours;
let promiseDate: PromiseDate;
let patience: Patience;
let reckonPromise: ReckonPromise;

beforeAll(async () => {
  database = await testDatabase('intake', migrations);
  // Histories of weeks within seconds: `now()` of a transaction is what it says itself.
  await database.query(`
    create schema pretended;
    create function pretended.now() returns timestamptz language sql stable as
      $$ select coalesce(nullif(current_setting('loket.now', true), '')::timestamptz, pg_catalog.now()) $$;
    grant usage on schema pretended to intake_app;
    alter table outbox alter created_at set default pretended.now();
    -- What was said of one application is asked thousands of times here, and never in an office.
    create index on outbox (subject)`);
  await database.query(
    `alter role intake_app in database ${database.name} set search_path = pretended, intake, pg_catalog`,
  );
  dataSource = createDataSource({ url: database.appUrl, applicationName: 'test' });
  await dataSource.initialize();
  unitOfWork = new UnitOfWork(dataSource, 'intake');
  const territory = await loadTerritory('infra/region/nunukan.json');
  hours = new WorkingHours(dataSource, territory);
  patience = new Patience(45, 15, 30, (district) => territory.silenceIn(district), 90, 120, 5, 24, 60);
  promiseDate = new PromiseDate(dataSource, territory, hours, 150);
  reckonPromise = new ReckonPromise(dataSource, unitOfWork, hours);
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  await database.close();
});

/** One step of a history: which of the possible facts, and how long after the one before. */
interface Step {
  readonly choice: number;
  readonly minutes: number;
  readonly cause: HoldCause;
}
interface History {
  /** Minutes of 2026 at which it begins: Ramadan, holidays and joint leave are in it. */
  readonly begins: number;
  readonly steps: readonly Step[];
}

// A step takes minutes, hours or days, each as likely.
const pause: Arbitrary<number> = integer({ min: 0, max: 1_000 }).map((n) => Math.round(2 ** (n / 80)) - 1);
const history: Arbitrary<History> = record({
  begins: integer({ min: 0, max: 360 * 24 * 60 }),
  steps: array(
    record({ choice: integer({ min: 0, max: 999 }), minutes: pause, cause: constantFrom(...holdCause.options) }),
    { minLength: 6, maxLength: 30, size: 'max' },
  ),
});

/** Everything that can be said of an application as it stands; what leads on stands five times, so that histories get far. */
function possible(life: Life, cause: HoldCause): Fact[] {
  const answers = life.chapter;
  const recording = cause === 'deduplication' ? cause : 'recording';
  const facts: Fact[] = Object.keys(moves[life.state]).map((move) => {
    switch (move) {
      case 'documents.incomplete':
      case 'review.correct':
        return { fact: move, answers, findings: [{ document: 'KK', defect: 'missing' }] };
      case 'register.not-recorded':
      case 'review.await-recording':
      case 'record.wait-changed':
        return { fact: move, answers, cause: recording };
      case 'review.refuse':
        return { fact: move, answers, legalReason: 'PERPRES_96_2018_17' };
      case 'submitted':
      case 'silence':
      case 'withdrawal':
      case 'document again':
      case 'documents renamed':
        return { fact: move };
      default:
        return { fact: move, answers } as Fact;
    }
  });
  const ending = ['withdrawal', 'review.refuse', 'silence', 'print-job.abandoned as withdrawn'];
  const leading = facts.filter(({ fact }) => !ending.includes(fact));
  for (let more = 0; more < 4; more += 1) facts.push(...leading);
  if (life.state === 'checking_register') facts.push({ fact: 'network lost' }, { fact: 'network restored' });
  if (life.state === 'ready_to_print') {
    facts.push({ fact: 'printing.deferred', answers, cause }, { fact: 'printing.resumed', answers, cause });
    facts.push(...Object.keys(life.waits).map((one) => ({ fact: 'printing.resumed', answers, cause: one }) as Fact));
  }
  return facts;
}

/** @returns the application's id and the moment of its last step */
async function live({ begins, steps }: History): Promise<{ id: string; until: Date }> {
  let at = Date.parse('2026-01-01T00:00:00Z') + begins * minute;
  const id = await open(new Date(at));
  let life: Life = begun;
  for (const { choice, minutes, cause } of steps) {
    at += minutes * minute;
    const facts = possible(life, cause);
    const fact = facts[choice % facts.length];
    if (!fact) break;
    life = await unitOfWork.run(async (tx) => {
      await pretend(tx, new Date(at));
      const said = fact.fact === 'documents.complete' ? { ...fact, promise: await promiseDate.give(tx, id) } : fact;
      const answer = await moveApplication(tx, id, said, {}, patience);
      return answer?.answer === 'moved' ? answer.life : life;
    });
  }
  await reckonPromise.handle(id);
  return { id, until: new Date(at) };
}

async function pretend(tx: Tx, now: Date): Promise<void> {
  await tx.query("select set_config('loket.now', $1, true)", [now.toISOString()]);
}

async function open(at: Date): Promise<string> {
  const id = randomUUID();
  await unitOfWork.run(async (tx) => {
    await pretend(tx, at);
    await tx.query(
      `insert into application (id, ticket, tracking_code_index, sealed_tracking_code, kind, channel, district, office,
                                sealed_nik, nik_index, sealed_family_card, sealed_name, state, sequence, chapter)
       values ($1::uuid, $1::text, $1::text, 'x', 'RUSAK', 'counter', '650399', $2, 'x', $1::text, 'x', 'x', 'draft', 1, 0)`,
      [id, id < '8' ? 'nunukan' : 'krayan'],
    );
  });
  return id;
}

/** The ledger from what was said alone, as an outsider with the events in hand reads it. */
async function fromEvents(id: string) {
  const rows = await database.query<{ type: string; version: number; body: string; created_at: Date }>(
    'select type, version, body, created_at from outbox where subject = $1 order by seq',
    [id],
  );
  const announced = rows.map(({ type, version, body, created_at: at }): Announced => {
    const data = findEvent(type, version)?.data.parse(JSON.parse(body)) as {
      state: string;
      cause?: HoldCause;
      completeSince?: string;
      workingDays?: number;
    };
    const said = type.replace('application.', '');
    const says = said === data.state.replaceAll('_', '-') ? 'entered' : said;
    const { completeSince, workingDays } = data;
    const promised = completeSince && workingDays ? { completeSince: new Date(completeSince), workingDays } : undefined;
    return { says, state: data.state, cause: data.cause ?? null, at, promised };
  });
  return readLedger(announced);
}

async function fromTables(id: string) {
  const holds = await database.query<{ cause: string; from: Date; to: Date | null }>(
    'select cause, started_at as "from", ended_at as "to" from hold where application_id = $1 order by started_at, id',
    [id],
  );
  const [row] = await database.query<{
    office: string;
    state: string;
    complete_since: Date | null;
    promise_days: number | null;
    promised_for: Date | null;
    remind_at: Date | null;
    reckon: boolean;
  }>('select * from application where id = $1', [id]);
  if (!row) throw new Error('the application is gone');
  return { holds, row };
}

describe('the service ledger', () => {
  it(`is the same from the events alone as in the live tables, over ${histories} generated histories`, async () => {
    const rest = sample(history, { numRuns: histories, seed });
    const seen = { promised: 0, held: 0, ended: 0, longest: 0, states: new Set<string>() };
    const mismatches: unknown[] = [];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let one = rest.pop(); one; one = rest.pop()) {
          const { id, until } = await live(one);
          const [said, kept] = [await fromEvents(id), await fromTables(id)];
          const calendar = await hours.of(kept.row.office);
          const { promised, holds, transit, ended } = said;
          const dates = promised && promiseDates(promised, holds, calendar);
          const measured = (spans: typeof holds | typeof kept.holds, since: Date | null) =>
            since && measureService(since, ended ?? until, spans, transit, calendar);
          const fromSaid = {
            holds,
            completeSince: promised?.completeSince ?? null,
            days: promised?.workingDays ?? null,
            promisedFor: dates?.promisedFor ?? null,
            remindAt: dates?.remindAt ?? null,
            time: measured(holds, promised?.completeSince ?? null),
          };
          const fromKept = {
            holds: kept.holds,
            completeSince: kept.row.complete_since,
            days: kept.row.promise_days,
            promisedFor: kept.row.promised_for,
            remindAt: kept.row.remind_at,
            time: measured(kept.holds, kept.row.complete_since),
          };
          if (JSON.stringify(fromSaid) !== JSON.stringify(fromKept)) mismatches.push({ fromSaid, fromKept });
          seen.promised += promised ? 1 : 0;
          seen.held += promised && holds.length > 0 ? 1 : 0;
          seen.ended += ended ? 1 : 0;
          seen.longest = Math.max(seen.longest, fromSaid.time?.grossMinutes ?? 0);
          seen.states.add(kept.row.state);
        }
      }),
    );
    process.stdout.write(
      `sla ledger: seed ${seed}, ${histories} histories, ${seen.promised} with a promise, ${seen.held} of them held, ` +
        `${seen.ended} ended, longest ${seen.longest} working minutes, ${seen.states.size} last states, ` +
        `${mismatches.length} mismatches\n`,
    );
    expect(mismatches).toEqual([]);
    // A sample in which nothing happens proves nothing.
    expect(seen.promised).toBeGreaterThan(histories / 2);
    expect(seen.held).toBeGreaterThan(histories / 4);
    expect(seen.states.size).toBeGreaterThanOrEqual(10);
  }, 600_000);
});
