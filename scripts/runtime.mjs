// Which Node runs what: any Node from 20 on may start a script; the work itself runs under the project's own Node 24.
// Needs no package.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './ports.mjs';

/** The checkout. */
export const root = dirname(import.meta.dirname);

/** When the script that this process continues under the project's Node began; undefined where it began itself. */
export const continuedSince = Number(process.env.LOKET_CONTINUED_SINCE) || undefined;
delete process.env.LOKET_CONTINUED_SINCE;

const beganAt = Date.now();

/** The Node that comes with the packages; the running one where they have none for this machine. */
export function projectNode() {
  const own = join(root, 'node_modules/.bin/node');
  return existsSync(own) ? own : process.execPath;
}

/** @throws SetupError when the Node at hand can't even start the set-up */
export function checkRuntime() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new SetupError(`Node ${process.versions.node} is too old; install Node 20 or newer`);
  if (spawnSync(npmCommand, ['--version'], { stdio: 'ignore' }).status !== 0) {
    throw new SetupError('npm is missing; install it beside Node');
  }
}

export const npmCommand = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Runs the calling script again under the project's Node when it is another one, and ends with its exit code.
 * Returns false when this process is already the right one.
 * @param {string} script
 */
export async function continuedUnderProjectNode(script) {
  const node = projectNode();
  if (continuedSince !== undefined) return false;
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  if (version === process.version) return false;
  if (!version.startsWith('v24.')) {
    throw new SetupError(
      `the project's Node 24 is missing for ${process.platform}-${process.arch}; install Node 24 and try again`,
    );
  }
  const child = spawn(node, [script, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, LOKET_CONTINUED_SINCE: String(beganAt) },
  });
  // The terminal sends Ctrl-C to both; whoever sends SIGTERM means the child.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  return true;
}

/**
 * Runs a program to its end, keeping what it says.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, input?: string, cwd?: string, show?: boolean }} options  show: straight to the terminal
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runProgram(command, args, { env = process.env, input, cwd = root, show = false } = {}) {
  return new Promise((resolve) => {
    const shown = show ? 'inherit' : 'pipe';
    const child = spawn(command, args, { env, cwd, stdio: [input === undefined ? 'ignore' : 'pipe', shown, shown] });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.once('error', (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
