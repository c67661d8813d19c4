// What a hot path costs by how many requests are stored already: it should cost the same on the first day and after twenty years.
// Every row that stays is filled in with all indexes in place; outbox and inbox hold what 35 days leave in them.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Agent } from 'node:http';
import { nodeOptions } from '../scripts/services.mjs';
import { root } from '../scripts/runtime.mjs';
import { seededRandom } from '../scripts/seeded-random.mjs';
import { createDataSource, UnitOfWork } from '#outbox';
import { freePort, startContender } from './contender.mjs';
import { median, rounded } from './figures.mjs';
import { silence } from './move.mjs';
import { makePlace } from './place.mjs';
import { aStatus, intakeSettings, post, secret } from './webhook.mjs';

/** Requests of 35 days at 137 a day, and the events that one leaves. */
const recentRequests = 4_800;
const eventsOfOne = 40;
const portion = 20_000;

const fillRequests = `
  with made as (
    insert into application (id, ticket, tracking_code_index, sealed_tracking_code, kind, channel, district, office, sealed_nik,
                             nik_index, sealed_family_card, sealed_name, state, sequence, chapter, round, last_moved_at, created_at)
    select gen_random_uuid(), 'L-' || n, 'code-' || n, repeat('x', 60), 'RUSAK', 'whatsapp', '650399', 'nunukan', repeat('x', 60),
           'nik-' || n, repeat('x', 60), repeat('x', 60), 'handed_over', 6, 6, 1, at, at
      from (select n, now() - make_interval(mins => (n % 1000000)::int) as at
              from generate_series($1::bigint, $2::bigint) as n) as numbered
    returning id, created_at)
  insert into application_history (application_id, sequence, says, state, caused_by, at)
  select id, sequence, 'entered', (array['draft', 'submitted', 'checking_register', 'ready_to_print', 'printing', 'handed_over'])[sequence],
         id, created_at
    from made, generate_series(1, 6) as sequence`;

const fillWebhooks = `
  with posts as (
    insert into webhook_post (id, sealed_body) select 'post-' || n, null from generate_series($1::bigint, $2::bigint) as n returning id),
  messages as (
    insert into webhook_message (id, event_key, post_id, kind, sealed_event, occurred_at)
    select gen_random_uuid(), 'key-' || id || '-' || part, id, 'status', null, now() from posts, generate_series(1, 3) as part
    returning id)
  insert into message_outcome (id, kind) select id, 'filed' from messages`;

const fillEvents = `
  with numbered as (select gen_random_uuid() as id from generate_series($1::bigint, $2::bigint)),
  said as (
    insert into outbox (id, subject, type, version, routing_key, body, correlation_id, published_at)
    select id, id::text, 'application.submitted', 1, 'application.submitted.v1', json_build_object('applicationId', id), id, now()
      from numbered)
  insert into inbox (consumer, message_id) select 'intake.documents-checked', id from numbered`;

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ sizes: readonly number[], times: number }} size
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureHistory(servers, { sizes, times }) {
  const { flow } = await import(join(root, 'dist/apps/intake/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/intake/src/migrations/index.js'));
  const { moveApplication } = await import(join(root, 'dist/apps/intake/src/move-application.js'));
  const place = await makePlace(servers, flow, migrations);
  const dataSource = createDataSource({ url: place.databaseUrl, applicationName: 'bench' });
  const port = await freePort();
  await dataSource.initialize();
  const unitOfWork = new UnitOfWork(dataSource, 'intake');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await place.listen('#');
  const { stop } = await startContender(
    [...nodeOptions(), 'dist/apps/intake/src/main.js'],
    {
      ...intakeSettings(),
      ...{ DATABASE_URL: place.databaseUrl, AMQP_URL: place.amqpUrl, PORT: String(port), APP_SECRET: secret },
    },
    () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
  );
  const random = seededRandom(7);
  /** @type {Record<string, (nth: number) => Promise<unknown>>} */
  const paths = {
    'webhook, posted and stored': () => post(port, agent, aStatus(random)),
    'move of a request, with history and event': async () => {
      const { rows } = await place.sql.query(newRequest, [randomUUID()]);
      const fact = { fact: 'documents.complete', answers: 2 };
      return unitOfWork.run((tx) =>
        moveApplication(tx, rows[0].id, fact, { event: rows[0].id }, { silenceIn: () => silence }),
      );
    },
    'tracking by code': (nth) =>
      dataSource.query(
        `select a.*, (select count(*) from application_history h where h.application_id = a.id and h.says = 'entered') as moves
           from application a where a.tracking_code_index = $1`,
        [`code-${(nth % (sizes[0] ?? 1)) + 1}`],
      ),
    'first page of the office, newest first': () =>
      dataSource.query(
        "select id, ticket, state from application where office = 'nunukan' and state = 'submitted' order by created_at desc limit 50",
      ),
  };
  /** @type {Record<string, string | number>[]} */
  const figures = [];
  /** @type {Map<string, number>} */
  const first = new Map();
  try {
    let stored = 0;
    for (const size of sizes) {
      const began = performance.now();
      await fill(place.sql, fillRequests, stored, size);
      await fill(place.sql, fillWebhooks, stored, size);
      const events = (/** @type {number} */ requests) => Math.min(requests, recentRequests) * eventsOfOne;
      await fill(place.sql, fillEvents, events(stored), events(size));
      await place.sql.query('vacuum (analyze)');
      const seconds = (performance.now() - began) / 1000;
      stored = size;
      for (const [name, walk] of Object.entries(paths)) {
        const ms = await medianOf(walk, times);
        if (!first.has(name)) first.set(name, ms);
        figures.push({
          bench: name,
          ...{ 'requests stored': size, 'ms (median)': rounded(ms), 'filled in s': rounded(seconds) },
          [`ratio to ${sizes[0]}`]: rounded(ms / (first.get(name) ?? Number.NaN)),
        });
      }
    }
    return figures;
  } finally {
    agent.destroy();
    await stop();
    await dataSource.destroy();
    await place.close();
  }
}

const newRequest = `
  insert into application (id, ticket, tracking_code_index, sealed_tracking_code, kind, channel, district, office, sealed_nik,
                           nik_index, sealed_family_card, sealed_name, state, sequence, chapter, round)
  values ($1::uuid, $1::uuid::text, $1::uuid::text, 'x', 'RUSAK', 'whatsapp', '650399', 'nunukan', 'x', $1::uuid::text, 'x', 'x', 'submitted', 2, 2, 1)
  returning id`;

/** @param {import('pg').Client} sql @param {string} statement @param {number} from @param {number} to */
async function fill(sql, statement, from, to) {
  for (let at = from; at < to; at += portion) await sql.query(statement, [at + 1, Math.min(at + portion, to)]);
}

/** @param {(nth: number) => Promise<unknown>} walk @param {number} times */
async function medianOf(walk, times) {
  /** @type {number[]} */
  const all = [];
  for (let nth = -20; nth < times; nth += 1) {
    const began = performance.now();
    await walk(Math.abs(nth));
    if (nth >= 0) all.push(performance.now() - began);
  }
  return median(all);
}
