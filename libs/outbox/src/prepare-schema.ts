import pg from 'pg';

export interface SchemaRoles {
  /** The schema, which is its service's name in snake case; its roles are `<schema>_owner` and `<schema>_app`. */
  readonly schema: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
  /** A role that may read the schema's tables and nothing else, as the auditor. It exists already. */
  readonly reader?: string;
}

/**
 * Makes a service's schema and its two roles in the database that `admin` is connected to, or brings them up to date:
 * the owner migrates, the app reads and writes, and neither sees another schema. Roles belong to the whole server: let
 * callers of different databases take turns.
 */
export async function prepareSchema(admin: pg.Client, roles: SchemaRoles): Promise<void> {
  const { schema, ownerPassword, appPassword, reader } = roles;
  if (!/^[a-z_]+$/.test(schema)) throw new Error(`not a schema name: ${schema}`);
  const owner = `${schema}_owner`;
  const app = `${schema}_app`;
  const { rows } = await admin.query<{ name: string; super: boolean }>(
    'select current_database() as name, rolsuper as super from pg_roles where rolname = current_user',
  );
  const database = pg.escapeIdentifier(rows[0]?.name ?? '');
  await makeRole(admin, owner, ownerPassword);
  await makeRole(admin, app, appPassword);
  for (const role of [owner, app]) {
    await admin.query(`alter role ${role} in database ${database} set search_path = ${schema}`);
    // Compiling a statement takes a third of a second here, and none of ours runs so long that it would win that back.
    await admin.query(`alter role ${role} in database ${database} set jit = off`);
  }
  // Only a member may give something to a role.
  if (rows[0]?.super !== true) await admin.query(`grant ${owner} to current_user`);
  await admin.query(`create schema if not exists ${schema} authorization ${owner}`);
  await admin.query(`grant usage on schema ${schema} to ${app}`);
  const byDefault = `alter default privileges for role ${owner} in schema ${schema} grant`;
  await admin.query(`${byDefault} select, insert, update, delete on tables to ${app}`);
  await admin.query(`${byDefault} usage, select, update on sequences to ${app}`);
  if (reader === undefined) return;
  await admin.query(`grant usage on schema ${schema} to ${pg.escapeIdentifier(reader)}`);
  await admin.query(`${byDefault} select on tables to ${pg.escapeIdentifier(reader)}`);
  await admin.query(`${byDefault} select on sequences to ${pg.escapeIdentifier(reader)}`);
}

/** Makes a role that may sign in to the database `admin` is connected to, or gives it its password anew. */
export async function makeRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const { rows } = await admin.query<{ name: string; known: boolean }>(
    'select current_database() as name, exists (select 1 from pg_roles where rolname = $1) as known',
    [role],
  );
  const verb = rows[0]?.known ? 'alter' : 'create';
  await admin.query(`${verb} role ${pg.escapeIdentifier(role)} login password ${pg.escapeLiteral(password)}`);
  await admin.query(
    `grant connect on database ${pg.escapeIdentifier(rows[0]?.name ?? '')} to ${pg.escapeIdentifier(role)}`,
  );
}
