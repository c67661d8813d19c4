// The database of Loket as an administrator makes it: one schema and two roles a service, and a reader of everything.
// The tables are made by each service's own migrations.
import { makeRole, prepareSchema } from '#outbox';
import pg from 'pg';
import { schemaOf, schemaServices } from './keys.mjs';
import { SetupError } from './ports.mjs';

export const databaseName = 'loket';
export const auditorRole = 'auditor';

/**
 * Makes database, schemas, roles and rights; run again, it changes only passwords that differ.
 * @param {{ administratorUrl: string, passwords: Record<string, string> }} settings  passwords: by role name
 */
export async function prepareDatabase({ administratorUrl, passwords }) {
  /** @param {string} role */
  const passwordOf = (role) => {
    const password = passwords[role];
    if (password === undefined) throw new Error(`no password for the role ${role}`);
    return password;
  };
  await withClient(administratorUrl, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  });
  await withClient(databaseUrlOf(administratorUrl), async (client) => {
    await client.query('begin');
    await client.query(`revoke all on database ${databaseName} from public`);
    await client.query('revoke all on schema public from public');
    await makeRole(client, auditorRole, passwordOf(auditorRole));
    await client.query(`alter role ${auditorRole} in database ${databaseName} set default_transaction_read_only = on`);
    for (const service of schemaServices) {
      const schema = schemaOf(service);
      const ownerPassword = passwordOf(`${schema}_owner`);
      const appPassword = passwordOf(`${schema}_app`);
      await prepareSchema(client, { schema, ownerPassword, appPassword, reader: auditorRole });
    }
    await client.query('commit');
  });
}

/** The administrator's URL, in Loket's own database. @param {string} administratorUrl */
export function databaseUrlOf(administratorUrl) {
  const url = new URL(administratorUrl);
  url.pathname = `/${databaseName}`;
  return url.href;
}

/**
 * The URL of one role.
 * @param {string} administratorUrl
 * @param {string} role
 * @param {Record<string, string>} passwords
 */
export function roleUrl(administratorUrl, role, passwords) {
  const url = new URL(databaseUrlOf(administratorUrl));
  url.username = role;
  url.password = passwords[role] ?? '';
  return url.href;
}

/** @param {string} url @param {(client: pg.Client) => Promise<void>} work */
async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await work(client);
  } catch (error) {
    throw new SetupError(
      `PostgreSQL refused the set-up of its roles: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await client.end();
  }
}
