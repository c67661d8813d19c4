// One move of an application under its row lock: judged, kept with its history and announced, in one commit.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { createDataSource, UnitOfWork } from '#outbox';
import { root } from '../scripts/runtime.mjs';
import { inTurn, median, pairedRatio, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';

const atOnce = 10;
/** How long a citizen may be silent: the same everywhere here. */
export const silence = { remindAfterDays: 7, expireAfterDays: 14 };
const seed = `
  insert into application (id, ticket, tracking_code_index, sealed_tracking_code, kind, channel, district, office, sealed_nik,
                           nik_index, sealed_family_card, sealed_name, state, sequence, chapter, round)
  select id, id::text, id::text, 'x', 'RUSAK', 'whatsapp', '650399', 'nunukan', 'x', id::text, 'x', 'x', 'submitted', 2, 2, 1
    from (select gen_random_uuid() as id from generate_series(1, $1)) as made returning id`;

/** @param {import('../scripts/servers.mjs').Servers} servers @param {{ rounds: number, moves: number }} size */
export async function measureMove(servers, { rounds, moves }) {
  const { flow } = await import(join(root, 'dist/apps/intake/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/intake/src/migrations/index.js'));
  const { moveApplication } = await import(join(root, 'dist/apps/intake/src/move-application.js'));
  const place = await makePlace(servers, flow, migrations);
  const dataSource = createDataSource({ url: place.databaseUrl, applicationName: 'bench' });
  await dataSource.initialize();
  const unitOfWork = new UnitOfWork(dataSource, 'intake');
  const pool = new pg.Pool({ connectionString: place.databaseUrl, max: atOnce });
  /** @param {(id: string) => Promise<void>} move */
  const measured = async (move) => {
    const { rows } = await place.sql.query(seed, [moves]);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let row = rows.pop(); row; row = rows.pop()) await move(row.id);
      }),
    );
    return (moves / (performance.now() - began)) * 1000;
  };
  try {
    const rates = await inTurn(rounds, {
      Loket: () =>
        measured(async (id) => {
          const fact = { fact: 'documents.complete', answers: 2 };
          const answer = await unitOfWork.run((tx) =>
            moveApplication(tx, id, fact, { event: id }, { silenceIn: () => silence }),
          );
          if (answer?.answer !== 'moved') throw new Error(`an application did not move: ${answer?.answer}`);
        }),
      'hand-written': () => measured((id) => moveByHand(pool, id)),
    });
    return Object.entries(rates).map(([name, all]) => ({
      bench: 'move of an application',
      contender: name,
      'per second': rounded(median(all)),
      'ratio to hand-written': pairedRatio(all, rates['hand-written']),
    }));
  } finally {
    await pool.end();
    await dataSource.destroy();
    await place.close();
  }
}

/** The same writes with pg alone. @param {pg.Pool} pool @param {string} id */
async function moveByHand(pool, id) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query('select *, now() as now from application where id = $1 for update', [id]);
    const [row] = rows;
    if (row.state !== 'submitted' || row.chapter !== 2) throw new Error('an application cannot move');
    const sequence = row.sequence + 1;
    await client.query(
      `update application set state = 'checking_register', sequence = $2, chapter = $2, complete_since = coalesce(complete_since, now()),
              said_done = false, quiet_at = null, deadline = null, last_moved_at = now() where id = $1`,
      [id, sequence],
    );
    await client.query(
      `insert into application_history (application_id, sequence, says, state, caused_by, at)
       values ($1, $2, 'entered', 'checking_register', $1, now())`,
      [id, sequence],
    );
    await client.query('update hold set ended_at = now() where application_id = $1 and ended_at is null', [id]);
    const { kind, channel, district, office, now } = row;
    const about = { applicationId: id, sequence, kind, channel, district, office, state: 'checking_register' };
    const event = randomUUID();
    await client.query(
      `insert into outbox (id, subject, type, version, routing_key, body, correlation_id)
       values ($1, $2, 'application.checking-register', 1, 'application.checking-register.v1', $3, $1)`,
      [event, id, JSON.stringify({ ...about, completeSince: now.toISOString() })],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
