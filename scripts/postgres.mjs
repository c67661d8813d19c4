// A private PostgreSQL: own data folder, own port on loopback, password sign-in, every commit on disk. Needs no package.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPostgres } from './binaries.mjs';
import { superviseChild } from './child-process.mjs';
import { SetupError } from './ports.mjs';

/** Files of a server's certificate. @typedef {{ cert: string, key: string }} Certificate */

export const postgresAdministrator = 'loket_admin';

/**
 * Makes the data folder when it is missing and returns the server, not yet started.
 * @param {{ folder: string, port: number, password: string, tls?: Certificate, log: (line: string) => void }} settings
 */
export function privatePostgres({ folder, port, password, tls, log }) {
  const bin = findPostgres();
  if (bin === undefined)
    throw new SetupError('PostgreSQL 15 or newer is missing; install it: apt-get install postgresql');
  const account = serverAccount();
  const data = join(homeOf(folder, account), 'postgres');
  if (!existsSync(join(data, 'PG_VERSION'))) makeData(bin, data, password, account);
  if (tls) giveCertificate(data, tls, account);

  return superviseChild({
    name: 'postgres',
    folder,
    command: join(bin, 'postgres'),
    // Unix sockets are off: their path may be too long, and nobody needs a second door.
    args: [
      '-D',
      data,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      ...tuning,
      ...(tls ? ['-c', 'ssl=on'] : []),
    ],
    cwd: data,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC' },
    asUser: account?.setprivOptions,
    // "Fast" shutdown: a polite SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    stopWithin: 20_000,
    isReady: (text) => text.includes('database system is ready to accept connections'),
    log,
  });
}

/**
 * PostgreSQL wants its key to be its own and nobody else's to read.
 * @param {string} data
 * @param {Certificate} tls
 * @param {Account | undefined} account
 */
function giveCertificate(data, { cert, key }, account) {
  for (const [from, to] of [
    [cert, 'server.crt'],
    [key, 'server.key'],
  ]) {
    const file = join(data, to ?? '');
    copyFileSync(from ?? '', file);
    chmodSync(file, 0o600);
    if (account) chownSync(file, account.uid, account.gid);
  }
}

/** Forgets the data of a stopped server. @param {string} folder */
export function removePostgresData(folder) {
  rmSync(join(homeOf(folder, serverAccount()), 'postgres'), { recursive: true, force: true });
}

const tuning = [
  ...['-c', 'fsync=on', '-c', 'synchronous_commit=on', '-c', 'max_connections=300', '-c', 'shared_buffers=96MB'],
  ...[
    '-c',
    'max_wal_size=512MB',
    '-c',
    'log_timezone=UTC',
    '-c',
    'timezone=UTC',
    '-c',
    'password_encryption=scram-sha-256',
  ],
];

/** @typedef {{ name: string, uid: number, gid: number, setprivOptions: string[] }} Account */

/** PostgreSQL refuses to run as root: then it runs as the account its package made. @returns {Account | undefined} */
function serverAccount() {
  if (process.getuid?.() !== 0) return undefined;
  const name = ['postgres', 'nobody'].find((candidate) => spawnSync('id', ['-u', candidate]).status === 0);
  if (name === undefined)
    throw new SetupError(
      'PostgreSQL does not run as root and there is no account "postgres"; add one: adduser --system postgres',
    );
  const [uid, gid] = ['-u', '-g'].map((option) => Number(execFileSync('id', [option, name], { encoding: 'utf8' })));
  if (uid === undefined || gid === undefined) throw new Error('id answers a number');
  return { name, uid, gid, setprivOptions: [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] };
}

/**
 * The folder that holds the data: the system's own, unless the server's account may not enter it (a checkout under /root).
 * @param {string} folder
 * @param {Account | undefined} account
 */
function homeOf(folder, account) {
  if (account === undefined) return folder;
  mkdirSync(folder, { recursive: true });
  const mayEnter = spawnSync('setpriv', [...account.setprivOptions, '--', 'test', '-x', folder]).status === 0;
  if (mayEnter) return folder;
  return join('/var/lib/loket', createHash('sha256').update(folder).digest('hex').slice(0, 12));
}

/**
 * @param {string} bin
 * @param {string} data
 * @param {string} password
 * @param {Account | undefined} account
 */
function makeData(bin, data, password, account) {
  // No PG_VERSION in it, so an earlier attempt broke off: begun anew.
  rmSync(data, { recursive: true, force: true });
  mkdirSync(dirname(data), { recursive: true });
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(dirname(data), '.postgres-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) {
    chownSync(data, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const command = [join(bin, 'initdb'), '-D', data, '-U', postgresAdministrator, '--encoding=UTF8', '--locale=C.UTF-8'];
  command.push('--auth=scram-sha-256', `--pwfile=${passwordFile}`);
  const [program, ...args] = account ? ['setpriv', ...account.setprivOptions, '--', ...command] : command;
  const made = spawnSync(program ?? '', args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
    cwd: '/',
  });
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    rmSync(data, { recursive: true, force: true });
    const said = (made.stderr || String(made.error)).trim().split('\n');
    const reason = said.find((line) => /error|fatal|could not|No space/i.test(line)) ?? said.at(-1);
    throw new SetupError(`PostgreSQL could not make ${data}: ${reason}`);
  }
}
