import type { DataSource } from 'typeorm';
import type pg from 'pg';
import { queryRows } from './query-rows.js';

/** An event on its way into the outbox. */
export interface OutboxEntry {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly version: number;
  readonly routingKey: string;
  readonly body: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly traceparent: string | null;
}

/** An event that waits in the outbox. */
export interface OutboxRow extends OutboxEntry {
  readonly seq: string;
  readonly createdAt: Date;
}

/** Stores all events of a transaction in one statement, in the order they were said. */
export async function insertIntoOutbox(
  manager: { query(sql: string, parameters?: unknown[]): Promise<unknown> },
  entries: readonly OutboxEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const values: unknown[] = [];
  const rows = entries.map((entry) => {
    const at = values.length;
    values.push(
      entry.id,
      entry.subject,
      entry.type,
      entry.version,
      entry.routingKey,
      entry.body,
      entry.correlationId,
      entry.causationId,
      entry.traceparent,
    );
    return `(${Array.from({ length: 9 }, (_, i) => `$${at + i + 1}`).join(', ')})`;
  });
  await manager.query(
    `insert into outbox (id, subject, type, version, routing_key, body, correlation_id, causation_id, traceparent)
     values ${rows.join(', ')}`,
    values,
  );
}

/** After so many failed publishes a row is set aside, with an alarm, so that it blocks nobody else's. */
export const setAsideAfter = 10;

/** What the relay needs of a service's outbox. One leader per schema; everything else is plain statements. */
export class Outbox {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Up to `limit` events that are not published yet, oldest first. Selected by state, never by cursor: a transaction
   * that took its number earlier may commit later. Behind a row that was set aside, later rows of the same subject wait.
   */
  async unpublished(limit: number): Promise<OutboxRow[]> {
    return queryRows<OutboxRow>(
      this.dataSource,
      `select o.id, o.seq, o.subject, o.type, o.version, o.routing_key as "routingKey", o.body,
              o.correlation_id as "correlationId", o.causation_id as "causationId", o.traceparent,
              o.created_at as "createdAt"
         from outbox o
        where o.published_at is null and o.set_aside_at is null
          and not exists (select 1 from outbox a
                           where a.set_aside_at is not null and a.published_at is null
                             and a.subject = o.subject and a.seq < o.seq)
        order by o.seq limit $1`,
      [limit],
    );
  }

  /** Marks events the broker has taken over: confirmed and not returned. */
  async markPublished(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.dataSource.query(
      'update outbox set published_at = now() where id = any($1::uuid[]) and published_at is null',
      [ids],
    );
  }

  /** Counts a publish that was nacked or returned. @returns the ids that are set aside from now on */
  async markFailed(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows = await queryRows<{ id: string }>(
      this.dataSource,
      `update outbox set attempts = attempts + 1,
              set_aside_at = case when attempts + 1 >= $2 then now() end
        where id = any($1::uuid[]) and published_at is null
        returning id, set_aside_at`,
      [ids, setAsideAfter],
    );
    return rows.filter((row) => 'set_aside_at' in row && row.set_aside_at !== null).map((row) => row.id);
  }

  /** How many events wait, how old the oldest is (seconds), and how many were set aside. */
  async backlog(): Promise<{ waiting: number; oldestSeconds: number; setAside: number }> {
    const [row] = await queryRows<{ waiting: number; oldest: number; aside: number }>(
      this.dataSource,
      `select count(*) filter (where set_aside_at is null)::int as waiting,
              coalesce(extract(epoch from now() - min(created_at) filter (where set_aside_at is null)), 0)::float as oldest,
              count(*) filter (where set_aside_at is not null)::int as aside
         from outbox where published_at is null`,
    );
    return { waiting: row?.waiting ?? 0, oldestSeconds: row?.oldest ?? 0, setAside: row?.aside ?? 0 };
  }

  /**
   * Deletes published events and inbox rows older than `days`, in batches of 1,000.
   * @returns how many rows went
   */
  async forget(days = 35): Promise<number> {
    let gone = 0;
    for (const [table, clock, extra] of [
      ['outbox', 'published_at', ''],
      ['inbox', 'handled_at', ''],
    ] as const) {
      for (;;) {
        const rows = await queryRows(
          this.dataSource,
          `delete from ${table} where ctid in (
             select ctid from ${table} where ${clock} < now() - make_interval(days => $1) ${extra} limit 1000)
           returning 1`,
          [days],
        );
        gone += rows.length;
        if (rows.length < 1000) break;
      }
    }
    return gone;
  }
}

/**
 * Tries to become the one relay of a schema, on a connection of its own (never through a transaction pooler).
 * @returns true when this connection leads; the lock is held until the connection ends
 */
export async function tryToLead(connection: pg.Client, schema: string): Promise<boolean> {
  const { rows } = await connection.query<{ leads: boolean }>(
    "select pg_try_advisory_lock(hashtext('loket-relay'), hashtext($1)) as leads",
    [schema],
  );
  return rows[0]?.leads ?? false;
}
