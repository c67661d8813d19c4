// The console over the requests of two years, as its pages ask it: the inbox by every filter, search, every report of every
// half-year, the files of reports. What takes longer than its target is said so.
import { loadavg } from 'node:os';
import { ticketOf, nameOf } from './intake-requests.mjs';
import { percentile, rounded } from './figures.mjs';
import { openOffice } from './office-of-two-years.mjs';
import { samplePerson } from '../scripts/sample-documents.mjs';

/** What a page or a report may take at the 95th percentile, in milliseconds. */
const target = 500;
const halves = ['2025-I', '2025-II', '2026-I', '2026-II'];
const formats = ['csv', 'xlsx', 'pdf'];

/** @typedef {{ what: string, ask: () => Promise<unknown> }} Question */

/**
 * @param {{ requests: number, calls: number }} size
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureConsole({ requests, calls }) {
  const office = await openOffice(requests);
  try {
    return [office.filled, ...(await askAll(office, { requests, calls }))];
  } finally {
    await office.close();
  }
}

/**
 * @param {import('./office-of-two-years.mjs').FilledOffice} office
 * @param {{ requests: number, calls: number }} size
 */
export async function askAll(office, { requests, calls }) {
  /** @type {Record<string, string | number>[]} */
  const rows = [];
  for (const question of [...(await inboxes(office)), ...searches(office, requests), ...(await reports(office))]) {
    const row = await measure(question, calls);
    // It takes minutes: the figures come as they are made.
    process.stderr.write(`${Object.values(row).join(' · ')}\n`);
    rows.push(row);
  }
  return rows;
}

/**
 * Every list that the first page of some role shows: by way of the console from intake, and from the console's own copy.
 * @param {import('./office-of-two-years.mjs').FilledOffice} office
 * @returns {Promise<Question[]>}
 */
async function inboxes({ admin, clerk, sql }) {
  const { rows: states } = await sql.query('select distinct state from application order by 1');
  const { rows: kinds } = await sql.query('select distinct kind from application order by 1');
  const filters = [
    '',
    ...states.map(({ state }) => `&state=${state}`),
    ...kinds.map(({ kind }) => `&kind=${kind}`),
    '&kind=LUAR_DOMISILI',
    '&office=krayan',
    '&office=krayan&state=ready_for_pickup&kind=HILANG',
    '&order=promise',
    '&order=promise&office=krayan',
  ];
  const own = ['', '&held=true', '&held=true&office=krayan', ...states.map(({ state }) => `&state=${state}`)];
  const intake = '/api/intake/applications?limit=50';
  const copy = '/api/ops-console/applications?limit=50';
  const deep = [
    { path: intake, cursor: 'cursor' },
    { path: copy, cursor: 'after' },
  ];
  return [
    ...filters.map((filter) => get(admin, intake + filter)),
    ...filters.map((filter) => get(clerk, intake + filter, 'a clerk of Krayan, ')),
    ...own.map((filter) => get(admin, copy + filter)),
    ...own.map((filter) => get(clerk, copy + filter, 'a clerk of Krayan, ')),
    ...(await Promise.all(
      deep.map(async ({ path, cursor }) =>
        get(admin, `${path}&${cursor}=${await afterMany(admin, path, cursor)}`, 'deep, '),
      ),
    )),
    get(admin, '/api/ops-console/counts'),
    get(clerk, '/api/ops-console/counts', 'a clerk of Krayan, '),
    get(admin, '/api/ops-console/links'),
    get(admin, '/'),
  ];
}

/** Where the list goes on after so many pages. @param {import('../scripts/clerk.mjs').Clerk} admin @param {string} path @param {string} cursor */
async function afterMany(admin, path, cursor, pages = 100) {
  let next = '';
  for (let page = 0; page < pages; page += 1) {
    const from = next === '' ? '' : `&${cursor}=${encodeURIComponent(next)}`;
    next = (await admin.get(path.replace('limit=50', 'limit=100') + from)).next;
  }
  return encodeURIComponent(next);
}

/**
 * @param {import('./office-of-two-years.mjs').FilledOffice} office
 * @param {number} requests
 * @returns {Question[]}
 */
function searches({ admin, clerk, sql }, requests) {
  const some = Math.floor(requests / 3);
  const wanted = {
    'by ticket': [ticketOf(some), 1],
    'by NIK': [samplePerson(some).nik, 1],
    'by a name of few': [nameOf(some), 1],
    'by a name of thousands': [nameOf(some).split(' ')[0] ?? '', 20],
    'by a name of nobody': ['Tidakadanama', 0],
  };
  return Object.entries(wanted).flatMap(([what, [q, least]]) =>
    [admin, clerk].map((person) => ({
      what: `search ${what}${person === clerk ? ', a clerk of Krayan' : ''}`,
      ask: async () => {
        // A person searches thirty times a minute at most; the bench asks more often.
        await sql.query("delete from sign_in_limit where key like 'search:%'");
        const began = performance.now();
        const { hits, missing } = await person.post('/api/ops-console/search', { q });
        const took = performance.now() - began;
        if (missing.length > 0 || (person === admin && hits.length < Number(least)))
          throw new Error(`search ${what} found ${hits.length}, without ${missing.join()}`);
        return took;
      },
    })),
  );
}

/**
 * @param {import('./office-of-two-years.mjs').FilledOffice} office
 * @returns {Promise<Question[]>}
 */
async function reports({ admin }) {
  const { reports: keys } = /** @type {{ reports: string[] }} */ (await admin.get('/api/reports'));
  return [
    ...keys.flatMap((key) =>
      ['', ...halves.map((half) => `?half=${half}`), '?office=krayan'].map((which) => `${key}${which}`),
    ),
    ...keys.flatMap((key) => formats.map((format) => `${key}?format=${format}`)),
  ]
    .map((path) => get(admin, `/api/reports/${path}`))
    .concat(get(admin, '/laporan'), get(admin, '/efektivitas'));
}

/** @param {import('../scripts/clerk.mjs').Clerk} person @param {string} path @param {string} [who] @returns {Question} */
function get(person, path, who = '') {
  return { what: `${who}${path.replace(/=[\w%-]{60,}/, '=…')}`, ask: () => person.file(path) };
}

/** @param {Question} question @param {number} calls */
async function measure({ what, ask }, calls) {
  /** @type {number[]} */
  const times = [];
  for (let call = -2; call < calls; call += 1) {
    const began = performance.now();
    const own = await ask();
    const took = typeof own === 'number' ? own : performance.now() - began;
    if (call >= 0) times.push(took);
  }
  const p95 = percentile(times, 0.95);
  return {
    bench: `console, ${what}`,
    'p50 ms': rounded(percentile(times, 0.5)),
    'p95 ms': rounded(p95),
    target: p95 <= target ? `≤ ${target} ms: yes` : `≤ ${target} ms: NO`,
    load: rounded(loadavg()[0] ?? 0),
  };
}
