// What is needed to go on elsewhere: the database as of one moment, the keys, and the documents. Database first: a document
// is on disk before the row that names it, so what the dump names is there when the documents are packed.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { packEncrypted, run } from './backup-archive.mjs';
import { findPostgres, findProgram } from './binaries.mjs';
import { SetupError } from './ports.mjs';
import { root } from './runtime.mjs';

/**
 * @typedef {object} Manifest
 * @property {number} format  1
 * @property {string} takenAt  ISO 8601; events said before it are said again after a restore
 * @property {string} version  of Loket
 * @property {string[]} parts  names beside manifest.json
 */

/** Backups end so; the rest of the name is the moment, sortable. */
const ending = '.loket.age';

/**
 * Writes `<to>/<moment>.loket.age` and removes all but the newest `keep`.
 * @param {object} settings
 * @param {string} settings.administratorUrl  PostgreSQL's, in Loket's database
 * @param {string} settings.keysFolder        where keys.json lies
 * @param {string} settings.dataFolder        where documents/ lies; absent parts are left out
 * @param {string} settings.to
 * @param {string} settings.recipient         age1…
 * @param {number} settings.keep
 * @param {Date} settings.now
 * @returns {Promise<{ file: string, bytes: number, removed: number }>}
 */
export async function backUpSystem({ administratorUrl, keysFolder, dataFolder, to, recipient, keep, now }) {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const work = mkdtempSync(join(to, '.under-way-'));
  try {
    const dump = join(work, 'database.dump');
    await runPostgres('pg_dump', ['--format=custom', `--file=${dump}`], administratorUrl);
    const parts = [
      { from: work, names: ['manifest.json', 'database.dump'] },
      { from: keysFolder, names: ['keys.json'] },
      { from: dataFolder, names: ['documents'].filter((name) => existsSync(join(dataFolder, name))) },
    ];
    /** @type {Manifest} */
    const manifest = {
      format: 1,
      takenAt: now.toISOString(),
      version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
      parts: parts.flatMap(({ names }) => names).filter((name) => name !== 'manifest.json'),
    };
    writeFileSync(join(work, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const file = join(to, `${manifest.takenAt.replaceAll(/[-:]|\.\d+/g, '')}${ending}`);
    await packEncrypted(file, recipient, parts);
    return { file, bytes: statSync(file).size, removed: keepNewest(to, keep) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} folder @param {number} keep */
function keepNewest(folder, keep) {
  const old = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .slice(0, -keep);
  for (const name of old) rmSync(join(folder, name));
  return old.length;
}

/**
 * A program of PostgreSQL's, from where the server is, else from the PATH.
 * @param {'pg_dump' | 'pg_restore'} name @param {string[]} args @param {string} url  whose database
 */
export async function runPostgres(name, args, url) {
  const beside = join(findPostgres() ?? '', name);
  const program = existsSync(beside) ? beside : findProgram(name);
  if (program === undefined) throw new SetupError(`${name} is missing; install it: apt-get install postgresql-client`);
  const { hostname, port, username, password, pathname } = new URL(url);
  // By environment: what stands in the arguments of a process, everybody on the machine can read.
  const connection = {
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  };
  await run(program, args, ['ignore', 'ignore', 'pipe'], { ...process.env, ...connection }).ended;
}
