// The console with the requests of two years: fills its copy of all events, then asks for the inbox, the pages and every report.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRegion, workingCalendar } from '#civil-registry';
import { root } from '../scripts/runtime.mjs';
import { nodeOptions } from '../scripts/services.mjs';
import { copyStatement, inventLives } from './console-requests.mjs';
import { freePort, startContender } from './contender.mjs';
import { percentile, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';

const regionFile = join(root, 'infra/region/nunukan.json');
const password = 'for-benchmarks-only';
const livesAtOnce = 400;
/** What a page or a report may take at the 95th percentile, in milliseconds. */
const target = 500;

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ requests: number, calls: number }} size
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureConsole(servers, { requests, calls }) {
  const { flow } = await import(join(root, 'dist/apps/ops-console/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/ops-console/src/migrations/index.js'));
  const { reportKeys } = await import(join(root, 'dist/apps/ops-console/src/reports/report.js'));
  const place = await makePlace(servers, flow, migrations);
  try {
    const filled = await fill(place.sql, requests);
    const port = await freePort();
    const { stop } = await startContender(
      [...nodeOptions(), 'dist/apps/ops-console/src/main.js'],
      { ...settings(), DATABASE_URL: place.databaseUrl, AMQP_URL: place.amqpUrl, PORT: String(port) },
      () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
    );
    try {
      const url = `http://127.0.0.1:${port}`;
      const cookie = await signIn(url);
      const half = '2026-II';
      const paths = [
        '/api/ops-console/counts',
        '/api/ops-console/applications?limit=100',
        '/api/ops-console/applications?state=ready_for_pickup',
        '/api/ops-console/applications?held=true&office=krayan',
        '/api/ops-console/links',
        '/laporan',
        ...reportKeys.flatMap((/** @type {string} */ key) => [
          `/api/reports/${key}`,
          `/api/reports/${key}?half=${half}`,
        ]),
        '/api/reports/requests?format=csv',
        '/api/reports/requests?format=xlsx',
      ];
      /** @type {Record<string, string | number>[]} */
      const rows = [filled];
      for (const path of paths) {
        const row = await measure(url + path, path, cookie, calls);
        // It takes minutes: the figures come as they are made.
        process.stderr.write(`${Object.values(row).join(' · ')}\n`);
        rows.push(row);
      }
      return rows;
    } finally {
      await stop();
    }
  } finally {
    await place.close();
  }
}

/** @param {import('pg').Client} sql @param {number} requests */
async function fill(sql, requests) {
  const { project } = await import(join(root, 'dist/apps/ops-console/src/event-copy/projections.js'));
  const { requestsOf } = await import(join(root, 'dist/apps/ops-console/src/reports/project-facts.js'));
  const region = parseRegion(readFileSync(regionFile, 'utf8'));
  const calendar = workingCalendar(region.calendar, region.timeZone);
  const tx = {
    query: async (/** @type {string} */ text, /** @type {unknown[]} */ values) => (await sql.query(text, values)).rows,
  };
  const began = performance.now();
  let count = 0;
  /** @type {import('./console-requests.mjs').Copied[]} */
  let portion = [];
  const take = async () => {
    await sql.query('begin');
    await sql.query(copyStatement, [JSON.stringify(portion)]);
    await project(tx, portion, requestsOf(portion), calendar);
    await sql.query('commit');
    count += portion.length;
    portion = [];
  };
  let lives = 0;
  for (const life of inventLives(requests, { seed: 11, from: '2025-01-01T00:00:00Z', to: '2026-11-20T00:00:00Z' })) {
    portion.push(...life);
    lives += 1;
    if (lives % livesAtOnce === 0) await take();
  }
  if (portion.length > 0) await take();
  await sql.query('analyze');
  const seconds = (performance.now() - began) / 1000;
  return { bench: `console, ${requests} requests, ${count} events copied`, 'per second': rounded(count / seconds) };
}

function settings() {
  const key = generateKeyPairSync('ed25519').privateKey;
  const away = 'http://127.0.0.1:9';
  return {
    LOKET_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOKET_CONSOLE_KEY: key.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    LOKET_FIRST_ADMIN_PASSWORD: password,
    REGION_FILE: regionFile,
    TZ_OFFICE: 'Asia/Makassar',
    INTAKE_URL: away,
    DOCUMENT_VALIDATION_URL: away,
    PRINTING_QUEUE_URL: away,
    NOTIFICATION_URL: away,
    OTEL_SDK_DISABLED: 'true',
  };
}

/** @param {string} url */
async function signIn(url) {
  const answer = await fetch(`${url}/masuk`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'admin', password }),
    redirect: 'manual',
  });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** @param {string} url @param {string} path @param {string} cookie @param {number} calls */
async function measure(url, path, cookie, calls) {
  /** @type {number[]} */
  const times = [];
  for (let call = -2; call < calls; call += 1) {
    const began = performance.now();
    const answer = await fetch(url, { headers: { cookie } });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    if (call >= 0) times.push(performance.now() - began);
  }
  const p95 = percentile(times, 0.95);
  return {
    bench: `console, ${path}`,
    'p50 ms': rounded(percentile(times, 0.5)),
    'p95 ms': rounded(p95),
    target: p95 <= target ? `≤ ${target} ms: yes` : `≤ ${target} ms: NO`,
  };
}
