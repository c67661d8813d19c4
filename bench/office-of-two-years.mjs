// A whole Loket whose intake and console hold the requests of two years: what the console's bench and that of its first paint ask.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { parseRegion, workingCalendar } from '#civil-registry';
import { signIn } from '../scripts/clerk.mjs';
import { removePostgresData } from '../scripts/postgres.mjs';
import { root } from '../scripts/runtime.mjs';
import { startSystem } from '../scripts/system.mjs';
import { copyStatement, inventLives } from './console-requests.mjs';
import { rounded } from './figures.mjs';
import { holdStatement, intakeRowsOf, intakeStatement } from './intake-requests.mjs';

const livesAtOnce = 400;
const seed = 11;
export const password = 'for-benchmarks-only';
/** Of the outlying office. */
export const clerkOfOneOffice = 'penguji-krayan';

/**
 * @typedef {object} FilledOffice
 * @property {string} url  of the console
 * @property {import('../scripts/clerk.mjs').Clerk} admin
 * @property {import('../scripts/clerk.mjs').Clerk} clerk  bound to one outlying office
 * @property {import('pg').Client} sql  administrator; the console's schema unless named
 * @property {import('../scripts/system.mjs').System} system
 * @property {Record<string, string | number>} filled
 * @property {() => Promise<void>} close
 */

/** @param {number} requests @returns {Promise<FilledOffice>} */
export async function openOffice(requests) {
  const folder = mkdtempSync(join(tmpdir(), 'loket-bench-'));
  const system = await startSystem({ folder, env: { LOG_LEVEL: 'error' } });
  const sql = new pg.Client({ connectionString: system.administratorUrl });
  sql.on('error', () => undefined);
  const close = async () => {
    await sql.end();
    await system.stop();
    removePostgresData(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await sql.connect();
    const filled = await fill(sql, system, requests);
    const url = system.urls.console;
    const admin = await signIn(url, 'admin', system.keys.firstAdmin.password);
    await admin.post('/api/ops-console/accounts', {
      ...{ username: clerkOfOneOffice, password, roles: ['clerk'], office: 'krayan' },
    });
    const clerk = await signIn(url, clerkOfOneOffice, password);
    return { url, admin, clerk, sql, system, filled, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param {import('pg').Client} sql @param {import('../scripts/system.mjs').System} system @param {number} requests */
async function fill(sql, { regionFile, keys }, requests) {
  /** @param {string} file */
  const built = (file) => import(join(root, 'dist/apps', file));
  const { project } = await built('ops-console/src/event-copy/projections.js');
  const { requestsOf } = await built('ops-console/src/reports/project-facts.js');
  const { PersonalData } = await built('intake/src/personal-data.js');
  const personalData = new PersonalData(keys.loketKey, keys.indexKey);
  const region = parseRegion(readFileSync(regionFile, 'utf8'));
  const calendar = workingCalendar(region.calendar, region.timeZone);
  // The projections send all at once and rely on their order; a client of pg takes one statement at a time.
  /** @type {Promise<unknown>} */
  let before = Promise.resolve();
  /** @param {string} text @param {unknown[]} [values] */
  const query = (text, values) => {
    const asked = before.then(() => sql.query(text, values));
    before = asked.catch(() => undefined);
    return asked;
  };
  const tx = {
    query: async (/** @type {string} */ text, /** @type {unknown[]} */ values) => (await query(text, values)).rows,
  };
  await sql.query('set search_path = ops_console');
  const began = performance.now();
  let [lives, events] = [0, 0];
  /** @param {import('./console-requests.mjs').Copied[][]} portion */
  const take = async (portion) => {
    const said = portion.flat();
    const rows = portion.map((life, at) => intakeRowsOf(life, lives + at, personalData));
    await query('begin');
    await query(copyStatement, [JSON.stringify(said)]);
    await project(
      tx,
      said.map(({ id }) => id),
      requestsOf(said),
      calendar,
    );
    await query(intakeStatement, [JSON.stringify(rows.map(({ row }) => row))]);
    await query(holdStatement, [JSON.stringify(rows.flatMap(({ holds }) => holds))]);
    await query('commit');
    lives += portion.length;
    events += said.length;
  };
  /** @type {import('./console-requests.mjs').Copied[][]} */
  let portion = [];
  for (const life of inventLives(requests, { seed, from: '2025-01-01T00:00:00Z', to: '2026-11-20T00:00:00Z' })) {
    portion.push(life);
    if (portion.length < livesAtOnce) continue;
    await take(portion);
    portion = [];
  }
  if (portion.length > 0) await take(portion);
  // As the server would do by itself within the hour.
  await sql.query('vacuum (analyze)');
  const seconds = (performance.now() - began) / 1000;
  return { bench: `console, ${requests} requests, ${events} events copied`, 'per second': rounded(events / seconds) };
}
