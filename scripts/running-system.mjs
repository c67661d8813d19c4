// The note that a running `npm start` leaves for the scripts beside it: where everything is. Needs no package.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseSystem } from './choose-system.mjs';
import { root } from './runtime.mjs';

// Before anything reads either: --region and --practice become environment variables.
const chosen = chooseSystem(process.argv.slice(2), process.env, root);
process.argv.splice(2, process.argv.length, ...chosen.args);
Object.assign(process.env, chosen.env);

/** The folder of `npm start`; LOKET_FOLDER, --region and --practice move it. */
export const systemFolder = process.env.LOKET_FOLDER || join(root, '.local');

/**
 * @typedef {object} RunningSystem
 * @property {number} pid  of the supervisor
 * @property {string} startedAt  the kernel's mark of that process, so that a number used again deceives nobody
 * @property {string} folder
 * @property {import('./ports.mjs').Ports} ports
 * @property {Record<import('./ports.mjs').PortName, string>} urls
 * @property {string} regionFile
 * @property {string} office
 * @property {string} auditorUrl
 * @property {string} administratorUrl
 * @property {string} managementUrl
 * @property {string} vhost
 */

/**
 * The system that runs in a folder.
 * @param {string} [folder]
 * @returns {RunningSystem | undefined}
 */
export function findRunningSystem(folder = systemFolder) {
  const file = join(folder, 'system.json');
  if (!existsSync(file)) return undefined;
  /** @type {RunningSystem} */
  const note = JSON.parse(readFileSync(file, 'utf8'));
  return startMark(note.pid) === note.startedAt ? note : undefined;
}

/** @param {string} folder @param {Omit<RunningSystem, 'pid' | 'startedAt' | 'folder'>} facts */
export function noteRunningSystem(folder, facts) {
  const note = { pid: process.pid, startedAt: startMark(process.pid), folder, ...facts };
  writeFileSync(join(folder, 'system.json'), `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
}

/** @param {string} folder */
export function forgetRunningSystem(folder) {
  rmSync(join(folder, 'system.json'), { force: true });
}

/** @param {number} pid */
function startMark(pid) {
  try {
    // Field 22 of stat, counted behind the name in brackets, which may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return 'gone';
  }
}
