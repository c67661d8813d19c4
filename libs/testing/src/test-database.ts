import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate, prepareSchema } from '#outbox';
import { testServers, withUser } from './test-servers.js';

const password = 'for-tests-only';

export interface TestDatabase {
  readonly name: string;
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** As administrator, with the service's schema first in the search path. */
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** A fresh database with one service's schema and its two roles, migrated by the owner. */
export async function testDatabase(
  service: string,
  migrations: NonNullable<Parameters<typeof migrate>[0]['migrations']>,
): Promise<TestDatabase> {
  const { databaseUrl } = testServers();
  const name = `t_${randomBytes(6).toString('hex')}`;
  const schema = service.replaceAll('-', '_');
  const server = new pg.Client({ connectionString: databaseUrl });
  await server.connect();
  await server.query(`create database ${name}`);
  const user = new URL(databaseUrl);
  user.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: user.toString() });
  await admin.connect();
  // Dropping the database below ends what is still connected.
  admin.on('error', () => undefined);
  // In this database, which all tests share: an advisory lock counts within one database only.
  await server.query("select pg_advisory_lock(hashtext('loket-roles'))");
  try {
    await prepareSchema(admin, { schema, ownerPassword: password, appPassword: password });
  } finally {
    await server.query("select pg_advisory_unlock(hashtext('loket-roles'))");
  }
  const ownerUrl = withUser(databaseUrl, `${schema}_owner`, password, `/${name}`);
  await migrate({ url: ownerUrl, migrations, applicationName: 'test' });
  await admin.query(`set search_path = ${schema}`);
  return {
    name,
    ownerUrl,
    appUrl: withUser(databaseUrl, `${schema}_app`, password, `/${name}`),
    query: async <Row extends object>(sql: string, parameters?: unknown[]) =>
      (await admin.query<Row & pg.QueryResultRow>(sql, parameters)).rows,
    close: async () => {
      await admin.end();
      await server.query(`drop database if exists ${name} with (force)`);
      await server.end();
    },
  };
}
