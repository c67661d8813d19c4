// All benchmarks in one run, against servers of their own. Ratios are what counts: both sides of each were measured in turn.
import { cpus, loadavg } from 'node:os';
import { rmSync, writeFileSync } from 'node:fs';
import { measureIsolation } from './isolation.mjs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removePostgresData } from '../scripts/postgres.mjs';
import { root } from '../scripts/runtime.mjs';
import { startServers } from '../scripts/servers.mjs';
import { measureConsole } from './console.mjs';
import { measureConversation } from './conversation.mjs';
import { measureDocuments } from './documents.mjs';
import { measureFirstPaint } from './first-paint.mjs';
import { measureMemory } from './memory.mjs';
import { measureMove } from './move.mjs';
import { measureNotices } from './notices.mjs';
import { measurePipeline } from './pipeline.mjs';
import { measureRelay } from './relay.mjs';
import { measureStations } from './stations.mjs';
import { measureWebhook } from './webhook.mjs';
import { measureWhole } from './whole.mjs';

/** @type {Record<string, (servers: import('../scripts/servers.mjs').Servers, rounds: number) => Promise<Record<string, string | number>[]>>} */
const benches = {
  isolation: (servers, rounds) => measureIsolation(servers, { rounds, said: 400, waiting: 100 }),
  documents: (servers, rounds) => measureDocuments(servers, { rounds, minutes: 1 }),
  webhook: (servers, rounds) => measureWebhook(servers, { rounds, posts: 1_500 }),
  pipeline: (servers, rounds) => measurePipeline(servers, { rounds, messages: 1_500 }),
  relay: (servers, rounds) => measureRelay(servers, { rounds }),
  notices: (servers, rounds) => measureNotices(servers, { rounds, backlog: 600, seconds: 10 }),
  conversation: (servers, rounds) =>
    measureConversation(servers, { rounds, citizens: 50, messages: 8, everyMs: 4_000 }),
  // These three start a whole system of their own.
  console: () => measureConsole({ requests: 50_000, calls: 20 }),
  'first-paint': (_servers, rounds) => measureFirstPaint({ requests: 50_000, rounds }),
  memory: () => measureMemory({ requests: 300 }),
  whole: (servers) => measureWhole(servers, { seconds: 30 }),
  move: (servers, rounds) => measureMove(servers, { rounds, moves: 800 }),
  stations: (servers, rounds) => measureStations(servers, { rounds, seconds: 20 }),
};

/** @param {string[]} args @returns {Promise<void>} */
export async function runBenches(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'string' }, rounds: { type: 'string', default: '3' } },
  });
  const rounds = Number(values.rounds);
  const chosen = positionals.length > 0 ? positionals : Object.keys(benches);
  const unknown = chosen.filter((name) => benches[name] === undefined);
  if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`npm run bench -- [${Object.keys(benches).join('] [')}] [--rounds N] [--json FILE]`);
  }
  const folder = join(root, '.local/bench', String(process.pid));
  const servers = await startServers({ folder });
  /** @type {Record<string, string | number>[]} */
  const figures = [];
  try {
    for (const name of chosen) {
      const rows = (await benches[name]?.(servers, rounds)) ?? [];
      console.table(rows);
      figures.push(...rows);
    }
  } finally {
    await servers.stop();
    removePostgresData(folder);
    rmSync(folder, { recursive: true, force: true });
  }
  const load = loadavg()[0] ?? 0;
  console.log(`medians of ${rounds} rounds after a warm-up, ${cpus().length} cores, load ${load.toFixed(1)}`);
  if (values.json) {
    const about = { rounds, cores: cpus().length, load, node: process.version, at: new Date().toISOString() };
    writeFileSync(values.json, `${JSON.stringify({ ...about, figures }, null, 2)}\n`);
  }
}
