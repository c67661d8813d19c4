import { DataSource, type DataSourceOptions, type EntityTarget, type ObjectLiteral } from 'typeorm';
import pg from 'pg';

/** How a service opens its own schema. */
export interface DatabaseOptions {
  /** `postgres://<schema>_app:…@host:port/loket` (`_owner` to migrate); the role's search path is its schema. */
  readonly url: string;
  /** Row classes (`*.row.ts`). */
  readonly rows?: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations?: DataSourceOptions['migrations'];
  /** Connections at most; default 10. */
  readonly poolSize?: number;
  readonly applicationName: string;
}

/** The service's data source: bounded pool, bounded statements, bounded locks. Call `initialize()` before use. */
export function createDataSource(options: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...(options.rows ?? [])] as NonNullable<DataSourceOptions['entities']>,
    migrations: options.migrations ?? [],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    poolSize: options.poolSize ?? 10,
    applicationName: options.applicationName,
    synchronize: false,
    logging: false,
    extra: {
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
      // Statements that do not wait for each other travel together (transaction.ts).
      pipeline: true,
    },
  });
}

/**
 * Brings a schema up to date with the owner's role, one migrator at a time.
 * @returns the names of the migrations that ran
 */
export async function migrate(options: DatabaseOptions): Promise<string[]> {
  const guard = new pg.Client({ connectionString: options.url });
  await guard.connect();
  const dataSource = createDataSource({ ...options, poolSize: 2 });
  try {
    await guard.query("select pg_advisory_lock(hashtext('loket-migrate'), hashtext(current_schema()))");
    await dataSource.initialize();
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    return ran.map((migration) => migration.name);
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
    await guard.end();
  }
}

/**
 * Asserts what the promises stand on: a commit reaches the disk.
 * @throws Error when fsync or synchronous_commit is off
 */
export async function assertDurable(dataSource: DataSource): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const [row] = (await dataSource.query(`show ${setting}`)) as Record<string, string>[];
    const value = row?.[setting];
    if (value === 'off')
      throw new Error(`PostgreSQL runs with ${setting} = off: a stored request could be lost; set it on`);
  }
}
