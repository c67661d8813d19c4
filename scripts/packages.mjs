// node_modules as package-lock.json says, installed only when they differ. Needs no package.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './ports.mjs';
import { npmCommand, root, runProgram } from './runtime.mjs';

/** @param {(text: string) => void} note */
export async function installPackages(note) {
  const stamp = join(root, 'node_modules/.loket-lockfile');
  const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return note('up to date');
  if (isInstalled(lockfile)) note('up to date');
  else {
    const { code, output } = await runProgram(npmCommand, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0) throw new SetupError(`npm ci failed: ${errorLine(output)}`);
    note('installed by npm ci, download included');
  }
  writeFileSync(stamp, hash);
}

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean }>} Packages */

/**
 * Whether npm itself has put exactly these packages there already, as after `npm install`: its own record says so.
 * @param {string} lockfile
 */
function isInstalled(lockfile) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  /** @type {Packages} */
  const wanted = JSON.parse(lockfile).packages;
  /** @type {Packages} */
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  const names = new Set([...Object.keys(wanted), ...Object.keys(present)].filter((name) => name !== ''));
  return [...names].every((name) =>
    present[name] === undefined
      ? wanted[name]?.optional === true
      : present[name].version === wanted[name]?.version && present[name].integrity === wanted[name]?.integrity,
  );
}

/** @param {string} output */
function errorLine(output) {
  const lines = output
    .trim()
    .split('\n')
    .filter((line) => !line.includes('A complete log of this run'));
  const errors = lines.filter((line) => line.startsWith('npm error'));
  return (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-2))
    .join(' | ')
    .replaceAll('npm error ', '')
    .slice(0, 400);
}
