import type { DataSource, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Flow } from '#contracts';
import { assertDurable, createDataSource, Outbox, UnitOfWork } from '#outbox';
import { logger } from '#observability';
import type { LinkGate } from './link-gate.js';
import { Publisher } from './publisher.js';
import { Relay } from './relay.js';
import { LoketTransport } from './transport.js';

export interface ServiceConnectionsOptions {
  readonly flow: Flow;
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  /** Row classes (`*.row.ts`). */
  readonly rows?: readonly EntityTarget<ObjectLiteral>[];
  /** The links that this flow's consumers declare. */
  readonly links?: readonly LinkGate[];
  readonly poolSize?: number;
}

/** A service's database half and broker half, wired together. */
export interface ServiceConnections {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Outbox;
  /** Give it to Nest: `transports: [connections.transport]`. */
  readonly transport: LoketTransport;
  /** What readiness depends on: a name, and a function that answers with what is wrong (empty: nothing). */
  readonly checks: Readonly<Record<string, () => Promise<string[]>>>;
  /** Publishes the rest of the outbox and closes broker and database. Call it after Nest has closed. */
  stop(): Promise<void>;
}

const forgetEveryMs = 6 * 3_600_000;

/**
 * Opens a service's database, outbox, relay and broker connections. The transport subscribes when Nest starts it.
 * @throws Error when the database cannot be reached or is not durable
 */
export async function connectService(options: ServiceConnectionsOptions): Promise<ServiceConnections> {
  const { flow } = options;
  const log = logger('messaging');
  const dataSource = createDataSource({
    url: options.databaseUrl,
    applicationName: flow.service,
    ...(options.rows ? { rows: options.rows } : {}),
    ...(options.poolSize ? { poolSize: options.poolSize } : {}),
  });
  await dataSource.initialize();
  await assertDurable(dataSource);
  const unitOfWork = new UnitOfWork(dataSource, flow.service);
  const outbox = new Outbox(dataSource);
  const publisher = new Publisher(options.amqpUrl, flow.service);
  const relay = new Relay({ service: flow.service, databaseUrl: options.databaseUrl, outbox, publisher });
  unitOfWork.onEmitted(() => relay.wake());
  const transport = new LoketTransport({
    flow,
    amqpUrl: options.amqpUrl,
    publisher,
    database: { dataSource, unitOfWork },
    links: options.links ?? [],
  });
  publisher.start();
  relay.start();
  const forgetting = setInterval(() => {
    outbox.forget().catch((error: unknown) => log.warn({ err: error }, 'could not delete old outbox and inbox rows'));
  }, forgetEveryMs);
  forgetting.unref();
  return {
    dataSource,
    unitOfWork,
    outbox,
    transport,
    checks: {
      database: async () => {
        await dataSource.query('select 1');
        return [];
      },
      broker: () => Promise.resolve([publisher.problem, ...transport.problems()].filter((one) => one !== undefined)),
    },
    stop: async () => {
      clearInterval(forgetting);
      await relay.stop();
      await publisher.close();
      await dataSource.destroy();
    },
  };
}
