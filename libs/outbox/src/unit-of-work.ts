import { randomUUID } from 'node:crypto';
import { context, propagation } from '@opentelemetry/api';
import { type EventDefinition, routingKeyOf, type Service } from '#contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { insertIntoOutbox, type OutboxEntry } from './outbox.js';
import { queryRows } from './query-rows.js';

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
    const result = await this.dataSource.transaction(async (manager) => {
      const done = await work(this.open(manager, said, afterwards, cause));
      await insertIntoOutbox(manager, said);
      return done;
    });
    if (said.length > 0) for (const listener of this.committed) listener();
    for (const then of afterwards) then();
    return result;
  }

  private open(manager: EntityManager, said: OutboxEntry[], afterwards: (() => void)[], cause?: Cause): Tx {
    const service = this.service;
    return {
      manager,
      query: <Row extends object>(sql: string, parameters?: readonly unknown[]) =>
        queryRows<Row>(manager, sql, parameters),
      afterCommit: (then) => void afterwards.push(then),
      emit: async <Data>(event: EventDefinition<string, Data>, data: Data) => {
        if (!event.owner.includes(service)) throw new Error(`${service} does not own ${event.type}`);
        const parsed = event.data.parse(data);
        const id = randomUUID();
        const trace: Record<string, string> = {};
        propagation.inject(context.active(), trace);
        said.push({
          id,
          subject: event.subject(parsed),
          type: event.type,
          version: event.version,
          routingKey: routingKeyOf(event, parsed),
          body: JSON.stringify(parsed),
          correlationId: cause?.correlationId ?? id,
          causationId: cause?.id ?? null,
          traceparent: trace.traceparent ?? null,
        });
        return id;
      },
    };
  }
}
