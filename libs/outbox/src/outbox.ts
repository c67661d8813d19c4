import type { DataSource } from 'typeorm';
import type pg from 'pg';
import { queryRows } from './query-rows.js';
import { type NamedStatement, onConnection } from './transaction.js';

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

/** The outbox columns an entry fills; it travels as JSON under these names. */
const columns = {
  id: 'uuid',
  subject: 'text',
  type: 'text',
  version: 'int',
  routing_key: 'text',
  body: 'text',
  correlation_id: 'uuid',
  causation_id: 'uuid',
  traceparent: 'text',
} as const satisfies Record<string, string>;
const names = Object.keys(columns).join(', ');
const types = Object.entries(columns)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/**
 * SQL that stores the entries in a parameter, in the order they were said.
 * @param parameter `$1`, made by {@link saidAsJson}
 * @param onlyFor a relation with a column `id`: an entry is stored only when its `forRow` is there
 */
export function insertSaid(parameter: string, onlyFor?: string): string {
  return `insert into outbox (${names})
    select ${names} from json_to_recordset(${parameter}) as said (place int, for_row uuid, ${types})
    ${onlyFor === undefined ? '' : `where for_row in (select f.id from ${onlyFor} f)`} order by place`;
}

/** Entries as the parameter of {@link insertSaid}. */
export function saidAsJson(entries: readonly (OutboxEntry & { readonly forRow?: string })[]): string {
  return JSON.stringify(
    entries.map((entry, place) => ({
      place,
      for_row: entry.forRow,
      id: entry.id,
      subject: entry.subject,
      type: entry.type,
      version: entry.version,
      routing_key: entry.routingKey,
      body: entry.body,
      correlation_id: entry.correlationId,
      causation_id: entry.causationId,
      traceparent: entry.traceparent,
    })),
  );
}

const storeSaid: NamedStatement = { name: 'outbox-insert', text: insertSaid('$1') };

/** Stores all events of a transaction in one statement. */
export async function insertIntoOutbox(connection: pg.ClientBase, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length > 0) await connection.query({ ...storeSaid, values: [saidAsJson(entries)] });
}

/**
 * Marks what the broker has taken over and reads what waits, in one round trip. Losing the mark in a crash means publishing
 * once more, which every consumer absorbs: this commit alone need not reach the disk.
 */
const takeTurn: NamedStatement = {
  name: 'outbox-turn',
  text: `
    with relaxed as materialized (select set_config('synchronous_commit', 'off', true)),
    marked as (
      update outbox set published_at = now() from relaxed where id = any($1::uuid[]) and published_at is null)
    select o.id, o.seq, o.subject, o.type, o.version, o.routing_key as "routingKey", o.body,
           o.correlation_id as "correlationId", o.causation_id as "causationId", o.traceparent,
           o.created_at as "createdAt"
      from outbox o
     where o.published_at is null and o.set_aside_at is null and o.id <> all($1::uuid[])
       and not exists (select 1 from outbox a
                        where a.set_aside_at is not null and a.published_at is null
                          and a.subject = o.subject and a.seq < o.seq)
     order by o.seq limit $2`,
};

/** After so many failed publishes a row is set aside, with an alarm, so that it blocks nobody else's. */
export const setAsideAfter = 10;

/** What the relay needs of a service's outbox. One leader per schema; everything else is plain statements. */
export class Outbox {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Marks events the broker has taken over (confirmed and not returned), and gives up to `limit` that are not published
   * yet, oldest first. Selected by state, never by cursor: a transaction that took its number earlier may commit later.
   * Behind a row that was set aside, later rows of the same subject wait.
   */
  async next(limit: number, published: readonly string[]): Promise<OutboxRow[]> {
    const { rows } = await onConnection(this.dataSource, (connection) =>
      connection.query<OutboxRow>({ ...takeTurn, values: [published, limit] }),
    );
    return rows;
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
