// Where the programs lie that Loket runs but does not bring: PostgreSQL, RabbitMQ, Chromium … Needs no package.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/bin',
    '/usr/bin',
    '/usr/sbin',
    '/opt/homebrew/bin',
  ];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/**
 * The folder with `postgres` and `initdb`, of the newest version from 15 on.
 * @returns {string | undefined}
 */
export function findPostgres() {
  const versions = numbersIn('/usr/lib/postgresql').filter((version) => version >= 15);
  const candidates = [
    process.env.LOKET_POSTGRES_BIN ?? '',
    ...versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
    ...versions.map((version) => `/usr/pgsql-${version}/bin`),
    ...[18, 17, 16, 15].map((version) => `/opt/homebrew/opt/postgresql@${version}/bin`),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return candidates.find(
    (folder) => folder !== '' && isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'postgres')),
  );
}

/**
 * RabbitMQ's own start script: the one on the PATH of Debian changes user and folder first, so it is looked for last.
 * @returns {string | undefined}
 */
export function findRabbitmq() {
  const candidates = [
    process.env.LOKET_RABBITMQ_SERVER ?? '',
    '/usr/lib/rabbitmq/bin/rabbitmq-server',
    '/opt/rabbitmq/sbin/rabbitmq-server',
    '/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server',
    '/usr/local/opt/rabbitmq/sbin/rabbitmq-server',
    findProgram('rabbitmq-server') ?? '',
  ];
  return candidates.find((file) => file !== '' && isExecutable(file));
}

/** Erlang's port mapper, which every RabbitMQ node needs beside it. @returns {string | undefined} */
export function findEpmd() {
  const roots = ['/usr/lib/erlang', '/usr/local/lib/erlang', '/opt/homebrew/lib/erlang'];
  const inRoots = roots.flatMap((root) =>
    (existsSync(root) ? readdirSync(root) : [])
      .filter((name) => name.startsWith('erts-'))
      .map((name) => join(root, name, 'bin/epmd')),
  );
  return [findProgram('epmd') ?? '', ...inRoots].find((file) => file !== '' && isExecutable(file));
}

/** The library that gives a process a clock of its own: for tests. @returns {string | undefined} */
export function findFaketime() {
  const folders = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((name) => `/usr/lib/${name}`);
  return folders.map((folder) => join(folder, 'faketime/libfaketimeMT.so.1')).find((file) => existsSync(file));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} folder */
function numbersIn(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a);
}
