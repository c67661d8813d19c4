// What the processes of a running system cost while something happens to it: processor time and resident memory, from /proc.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The kernel counts processor time in hundredths of a second, whatever its own clock. */
const tickMs = 10;
const sampleMs = 2_000;

/**
 * @typedef {object} Cost
 * @property {string} process
 * @property {number} cpuMs   processor time since the watch began, of all its lives together
 * @property {number[]} residentMb  at each call of `mark`, and at the end
 */

/**
 * Watches every process that has a pid file. A process that is killed loses at most the last two seconds of its account.
 * @param {string} folder  of the system
 * @returns {{ mark: () => void, end: () => Cost[] }}
 */
export function watchProcesses(folder) {
  /** @type {Map<string, Map<number, { first: number, last: number }>>} lives by name, processor time of each by pid */
  const lives = new Map();
  /** @type {Map<string, number>[]} */
  const marks = [];

  /** @param {boolean} [atStart]  a process that is there already has worked before */
  function sample(atStart = false) {
    const all = allProcesses();
    for (const { name, pid } of processesOf(folder)) {
      if (!all.has(pid)) continue;
      const now = cpuMsOf(all, pid);
      const known = lives.get(name) ?? new Map();
      const life = known.get(pid) ?? { first: atStart ? now : 0, last: now };
      known.set(pid, { ...life, last: Math.max(life.last, now) });
      lives.set(name, known);
    }
  }
  function mark() {
    marks.push(new Map(processesOf(folder).map(({ name, pid }) => [name, residentMbOf(pid)])));
  }
  sample(true);
  const timer = setInterval(sample, sampleMs);
  timer.unref();
  return {
    mark,
    end() {
      clearInterval(timer);
      sample();
      mark();
      return [...lives].map(([process, known]) => ({
        process,
        cpuMs: [...known.values()].reduce((sum, { first, last }) => sum + last - first, 0),
        residentMb: marks.map((at) => at.get(process) ?? 0),
      }));
    },
  };
}

/** @param {string} folder */
function processesOf(folder) {
  const run = join(folder, 'run');
  if (!existsSync(run)) return [];
  return readdirSync(run)
    .filter((file) => file.endsWith('.pid') && !['loket.pid', 'epmd.pid'].includes(file))
    .map((file) => ({ name: file.slice(0, -4), pid: Number(read(join(run, file)) ?? 0) }))
    .filter(({ pid }) => pid > 0);
}

/**
 * Processor time of every process there is, in ms: its own, and that of the children it has outlived.
 * @returns {Map<number, { parent: number, cpuMs: number }>}
 */
function allProcesses() {
  const all = new Map();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? read(`/proc/${name}/stat`) : undefined;
    if (stat === undefined) continue;
    // Field 4 is the parent, 14 to 17 are the times, counted behind the name in brackets, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const cpuMs = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) * tickMs;
    all.set(Number(name), { parent: Number(fields[1]), cpuMs });
  }
  return all;
}

/**
 * A process and all below it: PostgreSQL's connections, the readers of documents.
 * @param {ReturnType<typeof allProcesses>} all @param {number} pid
 */
function cpuMsOf(all, pid) {
  let sum = all.get(pid)?.cpuMs ?? 0;
  for (const [below, { parent }] of all) if (parent === pid) sum += cpuMsOf(all, below);
  return sum;
}

/** @param {number} pid */
function residentMbOf(pid) {
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0);
  return Math.round(kilobytes / 1024);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
