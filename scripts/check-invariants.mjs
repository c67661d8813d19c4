// What must be true of a whole system at rest: nothing lost, nothing doubled, nothing forgotten, nobody's data where it
// does not belong. Read-only: it signs in as `auditor`. The numbers are those of the reliability rules (I1, I3, …).
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { applicationStates } from '#contracts';
import { namesIn, numberRules, personalDataInLogs, personalDataInMetrics, schemas } from './find-personal-data.mjs';

/** States in which somebody still owes the citizen something. */
const openStates = applicationStates.filter(
  (state) => !['handed_over', 'rejected', 'withdrawn', 'expired'].includes(state),
);

/**
 * @typedef {object} Finding
 * @property {string} id      I1, I3, …
 * @property {string} says    what must be so
 * @property {number} count   how many rows or messages say otherwise
 * @property {string[]} examples
 */

/**
 * @typedef {object} Place
 * @property {string} auditorUrl
 * @property {string} managementUrl
 * @property {string} vhost
 * @property {string} [graphUrl]  the WhatsApp stand-in, whose own log is compared
 * @property {string} [folder]    whose log/ is searched for personal data
 * @property {Partial<Record<string, string>>} [urls]  of the services, whose /metrics are searched for personal data
 * @property {readonly string[]} [names]  of people whose requests were played: letters and spaces
 * @property {string} [cardsFolder]  where the pdf driver lays its cards, to be compared with the records
 */

/** @type {{ id: string, says: string, sql: string }[]} */
const rules = [
  {
    id: 'I1',
    says: 'every accepted WhatsApp message has exactly one outcome',
    sql: `select m.id::text as row from intake.webhook_message m left join intake.message_outcome o using (id)
           group by m.id having count(o.kind) <> 1`,
  },
  {
    id: 'I3',
    says: 'nobody is forgotten: a live request has a deadline, a hold, or somebody who must act',
    sql: `select a.id::text || ' ' || a.state as row from intake.application a
           where a.state in (${openStates.map((state) => `'${state}'`).join(', ')})
             and a.last_moved_at < now() - interval '10 minutes' and a.deadline is null and a.quiet_at is null
             and a.state not in ('under_review', 'awaiting_recording', 'ready_for_pickup', 'in_transit')
             and not exists (select 1 from intake.hold h where h.application_id = a.id and h.ended_at is null)
             and not exists (select 1 from document_validation.review r where r.application_id = a.id and r.closed_at is null)
             and not exists (select 1 from printing_queue.print_job j where j.application_id = a.id
                              and j.state in ('queued', 'claimed', 'started', 'held'))`,
  },
  {
    id: 'I4a',
    says: 'one live card per request',
    sql: `select application_id::text as row from printing_queue.print_job
           where state = 'completed' and voided_at is null group by 1 having count(*) > 1`,
  },
  {
    id: 'I4b',
    says: 'a blank takes ink once',
    sql: `select blank_serial as row from printing_queue.print_attempt
           where begun_at is not null and outcome is distinct from 'not_fed' group by 1 having count(*) > 1`,
  },
  {
    id: 'I6',
    says: 'no accepted report is older than the newest attempt known when it came',
    sql: `select r.job_id::text as row from printing_queue.report r where r.accepted
             and r.attempt < (select max(c.attempt) from printing_queue.claim c
                               where c.job_id = r.job_id and c.claimed_at < r.received_at)`,
  },
  {
    id: 'I7',
    says: 'blanks sum to the piece, and never below zero',
    sql: `select s.station_id as row from printing_queue.station s
           where (select coalesce(sum(m.quantity), 0) from printing_queue.blank_movement m where m.station_id = s.station_id)
                   is distinct from s.blanks_counted or s.blanks_counted < 0`,
  },
  {
    id: 'I7b',
    says: 'ribbon, film and the rest sum to the piece',
    sql: `select c.station_id || ' ' || c.item as row from printing_queue.consumable c
           where c.on_hand <> (select coalesce(sum(m.quantity), 0) from printing_queue.consumable_movement m
                                where m.station_id = c.station_id and m.item = c.item)`,
  },
  {
    id: 'I4c',
    says: 'nobody approves a second card that they asked for',
    sql: `select id::text as row from printing_queue.approval where decision = 'approved' and decided_by = asked_by`,
  },
  {
    id: 'I8a',
    says: 'one message per subject and fact',
    sql: `select about::text || ' ' || fact as row from notification.outgoing group by about, fact having count(*) > 1`,
  },
  ...schemas.map((schema) => ({
    id: `I9 ${schema}`,
    says: 'the outbox is empty at rest',
    sql: `select id::text || ' ' || type as row from ${schema}.outbox where published_at is null`,
  })),
  {
    id: 'I10',
    says: 'the parked desk is empty',
    sql: `select id::text || ' ' || queue || ' ' || reason as row from ops_console.parked_message where state = 'open'`,
  },
  {
    id: 'I12a',
    says: 'every print job has the inbox row of the event that made it',
    sql: `select j.id::text as row from printing_queue.print_job j left join printing_queue.inbox i
             on i.consumer = j.caused_by_consumer and i.message_id = j.caused_by where i.message_id is null`,
  },
  {
    id: 'I12b',
    says: 'every outgoing message has the inbox row of the event that made it',
    sql: `select o.id::text as row from notification.outgoing o where o.resent_from is null
             and not exists (select 1 from notification.inbox i where i.message_id = o.caused_by)`,
  },
  {
    id: 'I13',
    says: 'a request’s history counts 1, 2, 3 … without gaps, and ends at its present sequence',
    sql: `select h.application_id::text as row from intake.application_history h join intake.application a on a.id = h.application_id
           group by h.application_id, a.sequence
          having max(h.sequence) <> count(*) or min(h.sequence) <> 1 or max(h.sequence) <> a.sequence`,
  },
  {
    id: 'I17',
    says: 'a printed card and its request agree',
    sql: `select a.id::text || ' ' || a.state as row from intake.application a
           where (a.state in ('in_transit', 'ready_for_pickup', 'handed_over')) <>
                 exists (select 1 from printing_queue.print_job j
                          where j.application_id = a.id and j.state = 'completed' and j.voided_at is null)`,
  },
  {
    id: 'I18',
    says: 'the console’s copy shows the state and sequence that intake holds',
    sql: `select a.id::text as row from intake.application a left join ops_console.application c on c.id = a.id
           where c.id is null or c.sequence <> a.sequence or c.state <> a.state`,
  },
  ...numberRules,
];

/**
 * Checks everything. Waits up to `restWithin` ms for the system to come to rest first.
 * @param {Place} place
 * @param {{ restWithin?: number, log?: (line: string) => void }} [options]
 * @returns {Promise<{ findings: Finding[], checked: number }>}
 */
export async function checkInvariants(place, { restWithin = 120_000, log = () => undefined } = {}) {
  const client = new pg.Client({ connectionString: place.auditorUrl });
  await client.connect();
  try {
    await waitForRest(place, client, restWithin, log);
    /** @type {Finding[]} */
    const findings = [];
    let checked = 0;
    /** @param {string} id @param {string} says @param {string[]} rows */
    const note = (id, says, rows) => {
      checked += 1;
      if (rows.length > 0) findings.push({ id, says, count: rows.length, examples: rows.slice(0, 5) });
    };
    for (const { id, says, sql } of rules) note(id, says, await rowsOf(client, sql));
    for (const { id, says, sql } of await heardRules()) note(id, says, await rowsOf(client, sql));
    note(
      'I11',
      'no message waits in a queue',
      (await waitingIn(place)).map(([queue, count]) => `${queue} ${count}`),
    );
    if (place.graphUrl)
      note('I8b', 'the gateway’s own log shows each message once', await doubledAtGateway(place.graphUrl));
    if (place.folder) note('I16c', 'no NIK and no phone number in logs', personalDataInLogs(join(place.folder, 'log')));
    if (place.urls) note('I16f', 'no NIK and no phone number in metrics', await personalDataInMetrics(place.urls));
    if (place.names?.length)
      note('I16g', 'no name of a citizen in any of these', await namesIn(place, client, place.names));
    if (place.cardsFolder)
      note(
        'I5',
        'each card in the tray has its record, and each record its card',
        await trayAgainstRecords(client, place.cardsFolder),
      );
    return { findings, checked };
  } finally {
    await client.end();
  }
}

/** @param {pg.Client} client @param {string} sql */
async function rowsOf(client, sql) {
  const { rows } = await client.query(`select row from (${sql}) as violations limit 200`);
  return rows.map((each) => String(each.row));
}

/**
 * Every published event was handled by every consumer that hears it: one service's outbox against another's inbox.
 * @returns {Promise<{ id: string, says: string, sql: string }[]>}
 */
async function heardRules() {
  const { flows } = await import('./flows.mjs');
  const found = [];
  for (const flow of flows) {
    if (flow.service === 'print-station') continue;
    const schema = flow.service.replaceAll('-', '_');
    for (const [consumer, hears] of Object.entries(flow.hears)) {
      const queue = `${flow.service}.${consumer}`;
      const types = hears.events.map((event) => `'${event.type}'`).join(', ');
      const said = hears.everything ? 'true' : `o.type in (${types})`;
      const outboxes = schemas.map((one) => `select id, type, published_at from ${one}.outbox`).join(' union all ');
      found.push({
        id: `heard ${queue}`,
        says: 'every event it hears was handled',
        sql: `select o.id::text || ' ' || o.type as row from (${outboxes}) o
               where ${said} and o.published_at > now() - interval '34 days'
                 and not exists (select 1 from ${schema}.inbox i where i.consumer = '${queue}' and i.message_id = o.id)
                 and not exists (select 1 from ops_console.parked_message p where p.queue = '${queue}' and p.message_id = o.id::text)`,
      });
    }
  }
  return found;
}

/** Queues with messages of any kind: ready, unacknowledged, pending dead letters. @param {Place} place @returns {Promise<[string, number][]>} */
async function waitingIn({ managementUrl, vhost }) {
  const url = new URL(managementUrl);
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;
  const response = await fetch(`${url.origin}/api/queues/${encodeURIComponent(vhost)}`, {
    headers: { authorization, connection: 'close' },
  });
  if (!response.ok) throw new Error(`RabbitMQ management answers ${response.status}`);
  const queues = /** @type {{ name: string, messages?: number }[]} */ (await response.json());
  return queues.filter((queue) => (queue.messages ?? 0) > 0).map((queue) => [queue.name, queue.messages ?? 0]);
}

/**
 * At rest: no queue holds a message and no outbox a row, three times in a row (counts lag behind after a recovery).
 * @param {Place} place @param {pg.Client} client @param {number} within @param {(line: string) => void} log
 */
async function waitForRest(place, client, within, log) {
  const end = performance.now() + within;
  let calm = 0;
  while (calm < 3 && performance.now() < end) {
    const waiting = await waitingIn(place).catch(
      () => /** @type {[string, number][]} */ ([['(broker does not answer)', 1]]),
    );
    const unpublished = await rowsOf(
      client,
      schemas.map((one) => `select id::text as row from ${one}.outbox where published_at is null`).join(' union all '),
    );
    calm = waiting.length === 0 && unpublished.length === 0 ? calm + 1 : 0;
    if (calm === 0)
      log(
        `waiting for rest: ${unpublished.length} unpublished, ${waiting.map(([queue, count]) => `${queue} ${count}`).join(', ') || 'queues empty'}`,
      );
    if (calm < 3) await pause(2_000);
  }
}

/** @param {string} graphUrl */
async function doubledAtGateway(graphUrl) {
  const response = await fetch(`${graphUrl}/_log?kind=send`, { headers: { connection: 'close' } });
  /** @typedef {{ messageId?: string }} Line */
  const lines = /** @type {Line[]} */ (await response.json());
  const counts = new Map();
  for (const line of lines) {
    if (line.messageId) counts.set(line.messageId, (counts.get(line.messageId) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([id, count]) => `${id} sent ${count} times`);
}

/** @param {pg.Client} client @param {string} folder */
async function trayAgainstRecords(client, folder) {
  const tray = new Set(
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.pdf'))
          .map((name) => name.replace(/\.pdf$/, ''))
      : [],
  );
  const { rows } = await client.query(
    `select blank_serial || '.' || job_id || '.' || attempt as card from printing_queue.print_attempt where outcome in ('completed', 'spoiled')`,
  );
  const recorded = new Set(rows.map((row) => String(row.card)));
  return [
    ...[...tray].filter((card) => !recorded.has(card)).map((card) => `${card} lies in the tray without a record`),
    ...[...recorded].filter((card) => !tray.has(card)).map((card) => `${card} is recorded and not in the tray`),
  ];
}
