// npm run restore -- FILE --identity FILE: brings a backup back where no system is yet, a fresh clone for example. Needs no
// package itself. Where servers run elsewhere, DATABASE_URL is an administrator's and LOKET_KEYS the folder of keys.json.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SetupError } from './ports.mjs';
import { printFailure, step } from './progress.mjs';
import { findRunningSystem, systemFolder } from './running-system.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

try {
  await restore();
} catch (error) {
  printFailure(error);
  process.exit(1);
}

async function restore() {
  const { values, positionals } = parseArgs({ options: { identity: { type: 'string' } }, allowPositionals: true });
  const [file] = positionals;
  if (file === undefined || values.identity === undefined)
    throw new SetupError('say which: npm run restore -- FILE --identity FILE');
  if (findRunningSystem()) throw new SetupError('a system is running here; stop it with "npm stop"');
  const { DATABASE_URL: databaseUrl, LOKET_KEYS: keysElsewhere } = process.env;
  const elsewhere = databaseUrl !== undefined && keysElsewhere !== undefined;
  await setUp({ servers: !elsewhere });
  if (await continuedUnderProjectNode(import.meta.filename)) return;

  const { restoreDatabase, unpackBackup } = await import('./restore-system.mjs');
  const place = elsewhere
    ? { keysFolder: keysElsewhere, dataFolder: '/var/lib/loket' }
    : { keysFolder: systemFolder, dataFolder: systemFolder };
  const identity = readIdentity(values.identity);
  const { takenAt, dump, forgetDump } = await step('keys, documents', async (note) => {
    const unpacked = await unpackBackup({ ...place, file, identity });
    note(`as of ${unpacked.takenAt}`);
    return unpacked;
  });
  try {
    const restored = await step('database', async (note) => {
      const done = elsewhere
        ? await restoreDatabase({ administratorUrl: databaseUrl, dump, ...place })
        : await withPrivatePostgres((administratorUrl) => restoreDatabase({ administratorUrl, dump, ...place }));
      note(`${done.eventsSaidAgain} events will be said again`);
      return done;
    });
    console.log(`Loket is back as of ${takenAt}. Start it with "npm start".`);
    if (restored.cardsUnsure > 0)
      console.log(
        `${restored.cardsUnsure} cards waited for printing then; what was printed since is unknown. Before a station starts, compare the blanks (runbook, "After a restore")`,
      );
  } finally {
    forgetDump();
  }
}

/** @template T @param {(administratorUrl: string) => Promise<T>} work */
async function withPrivatePostgres(work) {
  const { keepKeys } = await import('./keys.mjs');
  const { freePorts } = await import('./ports.mjs');
  const { postgresAdministrator, privatePostgres } = await import('./postgres.mjs');
  const password = keepKeys(systemFolder).administratorPassword;
  const { postgres: port } = await freePorts();
  const server = privatePostgres({ folder: systemFolder, port, password, log: () => undefined });
  await server.start();
  try {
    return await work(`postgres://${postgresAdministrator}:${password}@127.0.0.1:${port}/postgres`);
  } finally {
    await server.stop();
  }
}

/** As age-keygen writes it: comments, and one line with the identity. @param {string} file */
function readIdentity(file) {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((one) => one.startsWith('AGE-SECRET-KEY-'));
  if (line === undefined) throw new SetupError(`${file} holds no age identity`);
  return line.trim();
}
