import type pg from 'pg';

export interface SchemaRoles {
  /** The schema, which is its service's name in snake case; its roles are `<schema>_owner` and `<schema>_app`. */
  readonly schema: string;
  readonly ownerPassword: string;
  readonly appPassword: string;
}

/**
 * Makes a service's schema and its two roles in the database that `admin` is connected to, or brings them up to date:
 * the owner migrates, the app reads and writes, and neither sees another schema. Roles belong to the whole server, so two who do
 * this at the same time, even in two databases, must take turns: PostgreSQL refuses the second ("tuple concurrently updated").
 */
export async function prepareSchema(
  admin: pg.Client,
  { schema, ownerPassword, appPassword }: SchemaRoles,
): Promise<void> {
  if (!/^[a-z_]+$/.test(schema)) throw new Error(`not a schema name: ${schema}`);
  const owner = `${schema}_owner`;
  const app = `${schema}_app`;
  const { rows } = await admin.query<{ name: string }>('select current_database() as name');
  const database = admin.escapeIdentifier(rows[0]?.name ?? '');
  for (const [role, password] of [
    [owner, ownerPassword],
    [app, appPassword],
  ] as const) {
    const known = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
    if (known.rowCount === 0) await admin.query(`create role ${role} login`);
    await admin.query(`alter role ${role} login password ${admin.escapeLiteral(password)}`);
    await admin.query(`grant connect on database ${database} to ${role}`);
  }
  await admin.query(`grant ${owner} to current_user`);
  await admin.query(`revoke all on database ${database} from public`);
  await admin.query('revoke all on schema public from public');
  await admin.query(`create schema if not exists ${schema} authorization ${owner}`);
  await admin.query(`grant usage on schema ${schema} to ${app}`);
  const rights = `alter default privileges for role ${owner} in schema ${schema} grant`;
  await admin.query(`${rights} select, insert, update, delete on tables to ${app}`);
  await admin.query(`${rights} usage, select on sequences to ${app}`);
  for (const role of [owner, app])
    await admin.query(`alter role ${role} in database ${database} set search_path = ${schema}`);
}
