// One long-running child process: its log and pid file, when it is ready, how it is stopped, and that it comes back when it dies.
// Needs no package.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SetupError } from './ports.mjs';

/**
 * @typedef {object} ChildPlan
 * @property {string} name              also the name of its log and pid file
 * @property {string} folder            the system's folder: log/ and run/ lie in it
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string | undefined>} env  the whole environment of the child
 * @property {string} [cwd]
 * @property {string[]} [asUser]        options of setpriv that change the user
 * @property {NodeJS.Signals} [stopSignal]  asks it to end cleanly; SIGTERM unless said
 * @property {number} [stopWithin]      milliseconds until SIGKILL; 15,000 unless said
 * @property {number} [readyWithin]     milliseconds until a start counts as failed; 60,000 unless said
 * @property {(logSinceStart: string) => boolean | Promise<boolean>} isReady
 * @property {(line: string) => void} log  what the operator must know, one line each
 */

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {() => number | undefined} pid  undefined while it is down
 * @property {() => Promise<void>} start     resolves when it is ready; from then on it comes back by itself when it dies
 * @property {() => Promise<void>} stop      cleanly, then by force; stays down until start()
 * @property {(signal?: NodeJS.Signals) => void} kill  a fault: SIGKILL unless said; it comes back by itself
 * @property {() => Promise<void>} untilReady  resolves when it is up and ready (again)
 */

const setpriv = existsSync('/usr/bin/setpriv') ? '/usr/bin/setpriv' : undefined;
const longestBackOff = 15_000;

/**
 * @param {ChildPlan} plan
 * @returns {Child}
 */
export function superviseChild(plan) {
  const logFile = join(plan.folder, 'log', `${plan.name}.log`);
  const pidFile = join(plan.folder, 'run', `${plan.name}.pid`);
  const stopSignal = plan.stopSignal ?? 'SIGTERM';
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let running;
  let wanted = false;
  let ready = false;
  let deaths = 0;
  // Counts the starts and stops that were asked for: whoever was bringing the child back before one of them, gives up.
  let asked = 0;

  /** @param {number} within milliseconds until a child that is alive but not ready is given up */
  async function launch(within) {
    mkdirSync(join(plan.folder, 'log'), { recursive: true });
    mkdirSync(join(plan.folder, 'run'), { recursive: true });
    endLeftover(pidFile, plan.folder);
    const output = openSync(logFile, 'a');
    const logStart = statSync(logFile).size;
    // The kernel signals the child when this process is gone, however it went: nothing is ever left behind.
    const [command, args] = setpriv
      ? [setpriv, ['--pdeathsig', stopSignal.slice(3), ...(plan.asUser ?? []), '--', plan.command, ...plan.args]]
      : [plan.command, plan.args];
    const child = spawn(command, args, {
      cwd: plan.cwd,
      env: { ...plan.env, LOKET_FOLDER: plan.folder },
      stdio: ['ignore', output, output],
      // Its own process group: Ctrl-C on the terminal reaches the supervisor alone, which stops everything in order.
      detached: true,
    });
    closeSync(output);
    running = child;
    ready = false;
    child.once('error', () => undefined);
    const startedAt = Date.now();
    if (child.pid !== undefined) writeFileSync(pidFile, `${child.pid}\n`);
    child.once('exit', (code, signal) => {
      if (running === child) running = undefined;
      const wasReady = ready;
      ready = false;
      rmSync(pidFile, { force: true });
      if (wanted && wasReady) void comeBack(Date.now() - startedAt, signal ?? `exit code ${code}`);
    });

    const deadline = startedAt + within;
    for (;;) {
      const answers = await plan.isReady(readFrom(logFile, logStart));
      if (running !== child) throw new SetupError(`${plan.name} ended while starting: ${lastWords(logFile, logStart)}`);
      if (answers) break;
      if (Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new SetupError(`${plan.name} was not ready in time; see ${logFile}: ${lastWords(logFile, logStart)}`);
      }
      await wait(100);
    }
    ready = true;
  }

  /** @param {number} lived milliseconds @param {string} cause */
  async function comeBack(lived, cause) {
    const mine = asked;
    const isStillWanted = () => wanted && asked === mine;
    deaths = lived > 60_000 ? 1 : deaths + 1;
    plan.log(`${plan.name} died (${cause}); starting it again`);
    for (let attempt = deaths; isStillWanted(); attempt++) {
      await wait(Math.min(longestBackOff, 250 * 2 ** Math.min(attempt - 1, 6)));
      if (!isStillWanted()) return;
      try {
        // Alive is enough here: it may have to wait for a neighbour that died with it.
        await launch(Infinity);
        plan.log(`${plan.name} is back`);
        return;
      } catch (error) {
        if (isStillWanted()) plan.log(`${error instanceof Error ? error.message : String(error)}; trying again`);
      }
    }
  }

  return {
    name: plan.name,
    pid: () => running?.pid,
    async start() {
      if (wanted) return;
      wanted = true;
      asked += 1;
      try {
        await launch(plan.readyWithin ?? 60_000);
      } catch (error) {
        wanted = false;
        throw error;
      }
    },
    async stop() {
      wanted = false;
      asked += 1;
      const child = running;
      if (child === undefined) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(stopSignal);
      const force = setTimeout(() => child.kill('SIGKILL'), plan.stopWithin ?? 15_000);
      await gone;
      clearTimeout(force);
    },
    kill(signal = 'SIGKILL') {
      running?.kill(signal);
    },
    async untilReady() {
      while (!ready) await wait(50);
    },
  };
}

/**
 * Ends a process that an earlier, killed supervisor of the same folder left running. The pid file alone proves nothing, since
 * numbers are used again: the process must carry this folder in its environment.
 * @param {string} pidFile
 * @param {string} folder
 */
export function endLeftover(pidFile, folder) {
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  if (pid > 0 && belongsTo(pid, folder)) process.kill(pid, 'SIGKILL');
}

/** @param {number} pid @param {string} folder */
export function belongsTo(pid, folder) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`LOKET_FOLDER=${folder}`);
  } catch {
    return false;
  }
}

/** @param {string} file @param {number} start */
function readFrom(file, start) {
  return readFileSync(file).subarray(start).toString('utf8');
}

/** @param {string} file @param {number} start */
function lastWords(file, start) {
  const lines = readFrom(file, start).trim().split('\n');
  return lines.slice(-3).join(' | ').slice(-400) || `nothing said; see ${file}`;
}
