// A backup back in its place: database, keys and documents in a folder where no system is yet. What was on its way through
// the broker is said again by the outboxes, and absorbed by the inboxes of those who had it.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { runPostgres } from './back-up-system.mjs';
import { unpackEncrypted } from './backup-archive.mjs';
import { databaseName, databaseUrlOf, prepareDatabase } from './database.mjs';
import { keepKeys, schemaOf, schemaServices } from './keys.mjs';
import { SetupError } from './ports.mjs';

/**
 * @typedef {object} Restored
 * @property {number} eventsSaidAgain
 * @property {number} cardsUnsure      print jobs that were under way: a card may have come out since
 */

/**
 * Unpacks keys and documents into their places; refuses where some are.
 * @param {{ file: string, identity: string, keysFolder: string, dataFolder: string }} settings
 * @returns {Promise<{ takenAt: string, dump: string, forgetDump: () => void }>}
 */
export async function unpackBackup({ file, identity, keysFolder, dataFolder }) {
  if (!existsSync(file)) throw new SetupError(`there is no file ${file}`);
  const places = { 'keys.json': join(keysFolder, 'keys.json'), documents: join(dataFolder, 'documents') };
  for (const place of Object.values(places)) {
    if (existsSync(place))
      throw new SetupError(`${place} is there already; restore where no system is yet, or move it away`);
  }
  for (const folder of [keysFolder, dataFolder]) mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(dataFolder, '.restore-'));
  try {
    await unpackEncrypted(file, identity, work);
    /** @type {import('./back-up-system.mjs').Manifest} */
    const manifest = JSON.parse(readFileSync(join(work, 'manifest.json'), 'utf8'));
    if (manifest.format !== 1)
      throw new SetupError(`this backup has format ${manifest.format}; a newer Loket reads it`);
    const missing = manifest.parts.find((name) => !existsSync(join(work, name)));
    if (missing) throw new SetupError(`${missing} is missing in the backup`);
    for (const [name, place] of Object.entries(places)) {
      // Copied, not moved: the places may be volumes of their own.
      if (manifest.parts.includes(name)) cpSync(join(work, name), place, { recursive: true });
    }
    return {
      takenAt: manifest.takenAt,
      dump: join(work, 'database.dump'),
      forgetDump: () => rmSync(work, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Brings the database back on a server that has none of that name.
 * @param {{ administratorUrl: string, dump: string, keysFolder: string }} settings  administratorUrl: any database of the
 *   server
 * @returns {Promise<Restored>}
 */
export async function restoreDatabase({ administratorUrl, dump, keysFolder }) {
  await withClient(administratorUrl, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount !== 0)
      throw new SetupError(`the server has a database ${databaseName} already; restore to one that has none`);
  });
  // Roles are the server's, not the dump's: made first, with the passwords of the keys that came with it.
  await prepareDatabase({ administratorUrl, passwords: keepKeys(keysFolder).databasePasswords });
  const url = databaseUrlOf(administratorUrl);
  await runPostgres(
    'pg_restore',
    ['--exit-on-error', '--single-transaction', '--clean', '--if-exists', `--dbname=${databaseName}`, dump],
    url,
  );
  return withClient(url, async (client) => {
    let eventsSaidAgain = 0;
    for (const schema of schemaServices.map(schemaOf)) {
      const said = await client.query(`update ${schema}.outbox set published_at = null where published_at is not null`);
      eventsSaidAgain += said.rowCount ?? 0;
    }
    const jobs = await client.query(
      `select count(*)::int as waiting from printing_queue.print_job where state not in ('completed', 'abandoned')`,
    );
    return { eventsSaidAgain, cardsUnsure: jobs.rows[0].waiting };
  });
}

/**
 * @template T
 * @param {string} url @param {(client: pg.Client) => Promise<T>} work
 */
async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
