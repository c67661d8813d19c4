import type pg from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** A statement that a connection parses once: the name stands for this one text for ever. */
export interface NamedStatement {
  readonly name: string;
  readonly text: string;
}

/** Runs `work` on a connection of the pool. */
export async function onConnection<T>(
  dataSource: DataSource,
  work: (connection: pg.ClientBase, runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection: pg.PoolClient = await runner.connect();
    return await work(connection, runner);
  } finally {
    await runner.release();
  }
}

/**
 * Runs `work`, then `last`, in one transaction. The connections are pipelined, so neither `begin` nor `commit` costs a
 * round trip of its own: `begin` travels with the first statement of `work`, `commit` with that of `last`.
 * @throws whatever fails, after the rollback; Error when the commit turned out to be a rollback
 */
export function inTransaction<T>(
  dataSource: DataSource,
  work: (connection: pg.ClientBase, manager: EntityManager) => Promise<T>,
  last: (connection: pg.ClientBase) => Promise<void>,
): Promise<T> {
  return onConnection(dataSource, async (connection, runner) => {
    // TypeORM learns of the transaction that it did not open: it locks rows in one only, and nests with savepoints then.
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    const began = connection.query('begin');
    // It fails only with the connection, and then so does what comes next.
    began.catch(() => undefined);
    try {
      const result = await work(connection, runner.manager);
      await began;
      const [, { command }] = await Promise.all([last(connection), connection.query('commit')]);
      // PostgreSQL answers the commit of a failed transaction with a rollback, and calls that a success.
      if (command !== 'COMMIT') throw new Error('the transaction had failed before its commit');
      return result;
    } catch (error) {
      await connection.query('rollback').catch(() => undefined);
      throw error;
    }
  });
}
