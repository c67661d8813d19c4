import { randomUUID } from 'node:crypto';
import { context, propagation } from '@opentelemetry/api';
import { type EventDefinition, routingKeyOf, type Service } from '#contracts';
import type pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { insertIntoOutbox, insertSaid, type OutboxEntry, saidAsJson } from './outbox.js';
import { forgetStalePlan, statementName } from './statement-name.js';
import { inTransaction, type NamedStatement, onConnection } from './transaction.js';

/** The event a transaction is caused by: what it emits continues that chain. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
}

/** One open transaction of the service's own schema. The only place from which an event can be said. */
export interface Tx {
  /** TypeORM's manager of this transaction, for rows. */
  readonly manager: EntityManager;
  /** SQL in this transaction, for what must lock. Rows come back as plain objects. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /**
   * Says an event: it is stored with the transaction's other effects and published after the commit, at least once.
   * @returns the event's id
   * @throws ZodError when the data does not fit the event's schema
   */
  emit<Data>(event: EventDefinition<string, Data>, data: Data): Promise<string>;
  /** Runs `then` once this transaction has committed; never when it rolls back. */
  afterCommit(then: () => void): void;
}

async function rowsOf<Row extends object>(
  connection: pg.ClientBase,
  sql: string,
  parameters: readonly unknown[] | undefined,
): Promise<Row[]> {
  const name = statementName(sql, parameters);
  const values = parameters && [...parameters];
  if (name === undefined) return (await connection.query<Row & pg.QueryResultRow>(sql, values)).rows;
  try {
    return (await connection.query<Row & pg.QueryResultRow>({ name, text: sql, values: values ?? [] })).rows;
  } catch (error) {
    forgetStalePlan(sql, error);
    throw error;
  }
}

/** Says an event of a row, stored only if the row is new. */
export type SayOfRow = <Data>(row: string, event: EventDefinition<string, Data>, data: Data) => void;

/** Runs work in transactions of one service and stores what it says beside its effects (transactional outbox). */
export class UnitOfWork {
  private readonly committed: (() => void)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    readonly service: Service,
  ) {}

  /** Calls `listener` after each commit that has stored events: the relay's wake-up. */
  onEmitted(listener: () => void): void {
    this.committed.push(listener);
  }

  /**
   * Runs `work` in one transaction: all of its effects and events, or none.
   * @param cause the event being handled, if any: what is emitted carries its correlation and causation
   * @throws whatever `work` throws, after the rollback
   */
  async run<T>(work: (tx: Tx) => Promise<T>, cause?: Cause): Promise<T> {
    const said: OutboxEntry[] = [];
    const afterwards: (() => void)[] = [];
    const result = await inTransaction(
      this.dataSource,
      (connection, manager) => work(this.open(connection, manager, said, afterwards, cause)),
      (connection) => insertIntoOutbox(connection, said),
    );
    if (said.length > 0) this.tellOfEvents();
    for (const then of afterwards) then();
    return result;
  }

  /**
   * Stores rows and what is said of them by ONE statement, a transaction in one round trip, for where a commit per request
   * is the cost that counts.
   * @param statement its `text` is a `with` list, its parameters begin at `$2`; a part named `fresh` gives the `id` of each
   * row that is new. Events of other rows are not said
   * @param parameters of `$2`, `$3` …
   * @param tell says the events, in order
   * @returns the ids of the new rows
   */
  async store(
    statement: NamedStatement,
    parameters: readonly unknown[],
    tell: (say: SayOfRow) => void,
  ): Promise<Set<string>> {
    const said: (OutboxEntry & { readonly forRow: string })[] = [];
    tell((forRow, event, data) => void said.push({ ...this.entryOf(event, data), forRow }));
    const text = `${statement.text}, said as (${insertSaid('$1', 'fresh')}) select id from fresh`;
    const { rows } = await onConnection(this.dataSource, (connection) =>
      connection.query<{ id: string }>({ name: statement.name, text, values: [saidAsJson(said), ...parameters] }),
    );
    if (said.length > 0 && rows.length > 0) this.tellOfEvents();
    return new Set(rows.map(({ id }) => id));
  }

  private tellOfEvents(): void {
    for (const listener of this.committed) listener();
  }

  private open(
    connection: pg.ClientBase,
    manager: EntityManager,
    said: OutboxEntry[],
    afterwards: (() => void)[],
    cause?: Cause,
  ): Tx {
    return {
      manager,
      query: <Row extends object>(sql: string, parameters?: readonly unknown[]) =>
        rowsOf<Row>(connection, sql, parameters),
      afterCommit: (then) => void afterwards.push(then),
      emit: async <Data>(event: EventDefinition<string, Data>, data: Data) => {
        const entry = this.entryOf(event, data, cause);
        said.push(entry);
        return entry.id;
      },
    };
  }

  private entryOf<Data>(event: EventDefinition<string, Data>, data: Data, cause?: Cause): OutboxEntry {
    if (!event.owner.includes(this.service)) throw new Error(`${this.service} does not own ${event.type}`);
    const parsed = event.data.parse(data);
    const id = randomUUID();
    const trace: Record<string, string> = {};
    propagation.inject(context.active(), trace);
    return {
      id,
      subject: event.subject(parsed),
      type: event.type,
      version: event.version,
      routingKey: routingKeyOf(event, parsed),
      body: JSON.stringify(parsed),
      correlationId: cause?.correlationId ?? id,
      causationId: cause?.id ?? null,
      traceparent: trace.traceparent ?? null,
    };
  }
}
