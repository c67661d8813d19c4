// Fifty stations of one office call printing-queue, fifty calls a second in all, open loop: a call is due when it is due,
// however long the one before took. One office is the hardest case: all want the same jobs and the same locks.
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Agent, createServer, request } from 'node:http';
import { nodeOptions } from '../scripts/services.mjs';
import { root } from '../scripts/runtime.mjs';
import { seededRandom } from '../scripts/seeded-random.mjs';
import { freePort, startContender } from './contender.mjs';
import { percentile, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';

const stationCount = 50;
const callsPerSecond = 50;
const office = 'nunukan';
const blanksEach = 100;

/** @typedef {{ status: number, json: Record<string, unknown> }} Answer */
/** @typedef {{ what: string, ms: number, status: number }} Call */
/** @typedef {(method: string, path: string, body?: object) => Promise<Answer>} Ask */

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ rounds: number, seconds: number }} size
 */
export async function measureStations(servers, { rounds, seconds }) {
  const { flow } = await import(join(root, 'dist/apps/printing-queue/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/printing-queue/src/migrations/index.js'));
  const stations = Array.from({ length: stationCount }, (_, at) => ({ id: `${office}-${at + 1}`, key: randomUUID() }));
  /** @type {(() => Promise<void>)[]} */
  const closing = [];
  try {
    const place = await makePlace(servers, flow, migrations);
    closing.unshift(place.close);
    // The offers go somewhere, as they do in an office.
    await place.listen(`print-job.offered.v1.${office}`);
    const intake = await playIntake();
    closing.unshift(intake.close);
    const port = await freePort();
    const { stop } = await startContender(
      [...nodeOptions(), 'dist/apps/printing-queue/src/main.js'],
      {
        ...settings(stations),
        DATABASE_URL: place.databaseUrl,
        AMQP_URL: place.amqpUrl,
        PORT: String(port),
        INTAKE_URL: intake.url,
      },
      () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
    );
    closing.unshift(stop);
    const rows = [];
    /** @type {Call[]} */
    const calls = [];
    let twice = 0;
    await fillCabinets(place.sql, stations);
    for (let round = 0; round <= rounds; round += 1) {
      await queueJobs(place.sql, seconds * callsPerSecond);
      const done = await callOpenLoop(port, stations, seconds);
      if (round === 0) continue;
      calls.push(...done.calls);
      twice += done.twice;
    }
    for (const what of ['all', 'heartbeat', 'claimable', 'claim', 'begin', 'renew', 'complete']) {
      const some = calls.filter((call) => what === 'all' || call.what === what);
      const times = some.map(({ ms }) => ms);
      rows.push({
        bench: `stations, ${stationCount} at ${callsPerSecond} calls/s in all`,
        call: what,
        calls: some.length,
        'p50 ms': rounded(percentile(times, 0.5)),
        'p95 ms': rounded(percentile(times, 0.95)),
        'p99 ms': rounded(percentile(times, 0.99)),
        refused: some.filter(({ status }) => status === 409).length,
        failed: some.filter(({ status }) => status >= 500 || status === 0).length,
        'leases given twice': what === 'all' || what === 'claim' ? twice : '',
      });
    }
    return rows;
  } finally {
    for (const close of closing) await close();
  }
}

/**
 * Each station goes through heartbeat, claimable, claim, begin, renew, complete, one call a second; a call that was refused
 * sends it back to asking for work. The time of a call begins when it was due.
 * @param {number} port @param {readonly { id: string, key: string }[]} stations @param {number} seconds
 */
async function callOpenLoop(port, stations, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: stationCount * 2 });
  /** @type {Call[]} */
  const calls = [];
  /** @type {Map<string, string>} */
  const holders = new Map();
  let twice = 0;
  const random = seededRandom(20261124);
  const lines = stations.map(({ id, key }) => {
    /** @type {{ jobId: string, attempt: number, serial: string } | undefined} */
    let job;
    /** @type {string[]} */
    let known = [];
    let next = 'heartbeat';
    let before = Promise.resolve();
    /** @type {Ask} */
    const ask = (method, path, body) => send(agent, port, key, method, path, body);
    const attempt = (/** @type {string} */ act) => `/print-jobs/${job?.jobId}/attempts/${job?.attempt}/${act}`;
    /** @type {Record<string, () => Promise<Answer>>} */
    const acts = {
      heartbeat: async () => {
        next = 'claimable';
        return ask('POST', '/stations/me/heartbeat', {
          driver: 'ipp',
          printer: { state: 'ready', reasons: [] },
        });
      },
      claimable: async () => {
        const answer = await ask('GET', '/stations/me/claimable?limit=50');
        const { printJobs = [] } = /** @type {{ printJobs?: { jobId: string }[] }} */ (answer.json);
        // An office tells its stations of the same jobs: they begin at different ones, or fifty race for each.
        known = random.shuffled(printJobs.map(({ jobId }) => jobId)).slice(0, 3);
        next = known.length > 0 ? 'claim' : 'claimable';
        return answer;
      },
      claim: async () => {
        const jobId = known.shift() ?? '';
        const answer = await ask('POST', `/print-jobs/${jobId}/claims`, {});
        if (answer.status === 201) {
          if (holders.has(jobId)) twice += 1;
          holders.set(jobId, id);
          job = { jobId, attempt: Number(answer.json.attempt), serial: '' };
          next = 'begin';
        } else next = known.length > 0 ? 'claim' : 'claimable';
        return answer;
      },
      begin: async () => {
        const answer = await ask('POST', attempt('begin'), { serial: 'next' });
        if (job) job.serial = String(answer.json.serial);
        next = 'renew';
        return answer;
      },
      renew: async () => {
        next = 'complete';
        return ask('POST', attempt('renew'), {});
      },
      complete: async () => {
        next = 'heartbeat';
        return ask('POST', attempt('complete'), { serial: job?.serial });
      },
    };
    return (/** @type {number} */ due) => {
      before = before.then(async () => {
        const what = next;
        const answer = await acts[what]?.();
        calls.push({ what, ms: performance.now() - due, status: answer?.status ?? 0 });
      });
      return before;
    };
  });
  const began = performance.now();
  /** @type {Promise<void>[]} */
  const all = [];
  for (let number = 0; number < seconds * callsPerSecond; number += 1) {
    const due = began + (number * 1_000) / callsPerSecond;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const line = lines[number % lines.length];
    if (line) all.push(line(due));
  }
  await Promise.all(all);
  agent.destroy();
  return { calls, twice };
}

/**
 * @param {Agent} agent @param {number} port @param {string} key @param {string} method @param {string} path
 * @param {object} [body] @returns {Promise<Answer>}
 */
function send(agent, port, key, method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const sent = request({ host: '127.0.0.1', port, path, method, agent, headers }, (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, json: text === '' ? {} : JSON.parse(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Intake, which knows what a card shows. */
async function playIntake() {
  const person = { nik: '6503994101900001', familyCardNumber: null, name: 'Warga Contoh', documents: [] };
  const body = JSON.stringify({ ...person, village: null, district: '650302', nationality: 'WNI' });
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(body),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${bound.port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {import('pg').Client} sql @param {readonly { id: string }[]} stations */
async function fillCabinets(sql, stations) {
  const ids = stations.map(({ id }) => id);
  await sql.query(
    `insert into blank (serial, station_id, state)
       select upper(station) || '-' || n, station, 'in_stock' from unnest($1::text[]) station, generate_series(1, $2::int) n`,
    [ids, blanksEach],
  );
  await sql.query(
    `insert into blank_movement (station_id, kind, quantity, moved_by) select station, 'received', $2, 'bench' from unnest($1::text[]) station`,
    [ids, blanksEach],
  );
  await sql.query('update station set blanks_counted = $2 where station_id = any($1)', [ids, blanksEach]);
}

/** @param {import('pg').Client} sql @param {number} count */
async function queueJobs(sql, count) {
  await sql.query(
    `insert into print_job (id, application_id, answers, kind, office, pickup_office, state, caused_by, caused_by_consumer)
       select gen_random_uuid(), gen_random_uuid(), 5, 'HILANG', $1, $1, 'queued', gen_random_uuid(), 'bench' from generate_series(1, $2::int)`,
    [office, count],
  );
}

/** @param {readonly { id: string, key: string }[]} stations */
function settings(stations) {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    CONSOLE_JWKS_URL: 'http://127.0.0.1:9/keys',
    LOKET_SERVICE_KEY: key,
    LOKET_PEER_KEYS: '{}',
    REGION_FILE: 'infra/region/nunukan.json',
    OTEL_SERVICE_NAME: 'printing-queue',
    STATION_KEYS: JSON.stringify(
      Object.fromEntries(
        stations.map((one) => [one.id, { office, keyHash: createHash('sha256').update(one.key).digest('hex') }]),
      ),
    ),
  };
}
