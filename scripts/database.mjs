// The database of Loket as an administrator makes it: one schema and two roles a service, and a reader of everything.
// The tables are made by each service's own migrations.
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
  await withClient(administratorUrl, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  });
  await withClient(databaseUrlOf(administratorUrl), async (client) => {
    await client.query('begin');
    const me = await client.query('select rolsuper from pg_roles where rolname = current_user');
    const isSuperuser = me.rows[0]?.rolsuper === true;
    await client.query(`revoke all on database ${databaseName} from public`);
    await client.query('revoke all on schema public from public');
    await makeRole(client, auditorRole, passwords);
    await client.query(`alter role ${auditorRole} in database ${databaseName} set default_transaction_read_only = on`);
    for (const service of schemaServices) {
      const schema = schemaOf(service);
      await makeSchema(client, schema, passwords, isSuperuser);
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

/**
 * @param {pg.Client} client
 * @param {string} schema
 * @param {Record<string, string>} passwords
 * @param {boolean} isSuperuser
 */
async function makeSchema(client, schema, passwords, isSuperuser) {
  const owner = `${schema}_owner`;
  const app = `${schema}_app`;
  for (const role of [owner, app]) {
    await makeRole(client, role, passwords);
    await client.query(`alter role ${role} in database ${databaseName} set search_path = ${schema}`);
  }
  // Only a member may give something to a role.
  if (!isSuperuser) await client.query(`grant ${owner} to current_user`);
  await client.query(`create schema if not exists ${schema} authorization ${owner}`);
  await client.query(`grant usage on schema ${schema} to ${app}, ${auditorRole}`);
  const byDefault = `alter default privileges for role ${owner} in schema ${schema}`;
  await client.query(`${byDefault} grant select, insert, update, delete on tables to ${app}`);
  await client.query(`${byDefault} grant usage, select, update on sequences to ${app}`);
  await client.query(`${byDefault} grant select on tables to ${auditorRole}`);
  await client.query(`${byDefault} grant select on sequences to ${auditorRole}`);
}

/** @param {pg.Client} client @param {string} role @param {Record<string, string>} passwords */
async function makeRole(client, role, passwords) {
  const password = passwords[role];
  if (password === undefined) throw new Error(`no password for the role ${role}`);
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await client.query(`${verb} role ${role} login password ${pg.escapeLiteral(password)}`);
  await client.query(`grant connect on database ${databaseName} to ${role}`);
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
