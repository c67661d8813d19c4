// How much memory each service of a whole system holds: at rest after its start, and at rest after requests have gone through.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removePostgresData } from '../scripts/postgres.mjs';
import { replay } from '../scripts/replay-system.mjs';
import { services } from '../scripts/services.mjs';
import { startSystem } from '../scripts/system.mjs';
import { rounded } from './figures.mjs';

/** What a service may hold at rest, in megabytes of resident memory (a megabyte: 1,048,576 bytes). */
const target = 180;
const everyMs = 500;
const longestMs = 60_000;

/**
 * @param {{ requests: number }} size  replayed in between
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureMemory({ requests }) {
  const folder = mkdtempSync(join(tmpdir(), 'loket-bench-'));
  const system = await startSystem({ folder, env: { LOG_LEVEL: 'error' } });
  try {
    const names = services.map(({ name }) => name).filter((name) => system.processes[name] !== undefined);
    const pidOf = (/** @type {string} */ name) => system.processes[name]?.pid();
    const started = await atRest(names, pidOf);
    await replay({ system, password: system.keys.firstAdmin.password, applications: requests, seed: 11 });
    const after = await atRest(names, pidOf);
    return names.map((name) => {
      const { standIn } = services.find((service) => service.name === name) ?? { standIn: false };
      const held = Math.max(started[name]?.resident ?? Number.NaN, after[name]?.resident ?? Number.NaN);
      return {
        bench: `memory, ${name}`,
        'after start MB': rounded(started[name]?.resident ?? Number.NaN),
        [`after ${requests} requests MB`]: rounded(after[name]?.resident ?? Number.NaN),
        'of it its own MB': rounded(after[name]?.own ?? Number.NaN),
        'highest MB': rounded(after[name]?.highest ?? Number.NaN),
        // Stand-ins play the outside world: no office runs them.
        target: standIn ? '' : `≤ ${target} MB: ${held <= target ? 'yes' : 'NO'}`,
        load: rounded(loadavg()[0] ?? 0),
      };
    });
  } finally {
    await system.stop();
    removePostgresData(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @typedef {{ resident: number, own: number, highest: number }} Held  megabytes */

/**
 * Rest is when nobody's memory has moved by more than a megabyte for five looks.
 * @param {readonly string[]} names
 * @param {(name: string) => number | undefined} pidOf
 * @returns {Promise<Record<string, Held>>}
 */
async function atRest(names, pidOf) {
  const until = performance.now() + longestMs;
  let calm = 0;
  let before = heldBy(names, pidOf);
  while (calm < 5 && performance.now() < until) {
    await pause(everyMs);
    const now = heldBy(names, pidOf);
    const moved = names.some((name) => Math.abs((now[name]?.resident ?? 0) - (before[name]?.resident ?? 0)) > 1);
    calm = moved ? 0 : calm + 1;
    before = now;
  }
  return before;
}

/** @param {readonly string[]} names @param {(name: string) => number | undefined} pidOf @returns {Record<string, Held>} */
function heldBy(names, pidOf) {
  return Object.fromEntries(names.map((name) => [name, memoryOf(pidOf(name))]));
}

/** As the kernel counts it. @param {number | undefined} pid @returns {Held} */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  /** @param {string} field */
  const megabytes = (field) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { resident: megabytes('VmRSS'), own: megabytes('RssAnon'), highest: megabytes('VmHWM') };
}
