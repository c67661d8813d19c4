import { setTimeout as pause } from 'node:timers/promises';
import { SpanStatusCode } from '@opentelemetry/api';
import pg from 'pg';
import { type Outbox, type OutboxRow, tryToLead } from '#outbox';
import { attribute, counter, currentTraceparent, gauge, histogram, inSpan, logger } from '#observability';
import { labelOf } from './errors.js';
import { propertiesOf } from './message.js';
import type { Publisher } from './publisher.js';
import { eventExchange } from './topology.js';

export interface RelayOptions {
  readonly service: string;
  /** The `_app` role's URL; the relay's lock lives on a direct connection of its own. */
  readonly databaseUrl: string;
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  /** Rows per round; default 200. */
  readonly batch?: number;
}

const pollMs = 200;
/** Under load, what comes meanwhile leaves together: many small rounds cost database and broker more than they win. */
const gatherMs = 10;
const published = counter('loket_events_published_total', 'Events the broker has taken over', ['type']);
const lag = histogram('loket_outbox_lag_seconds', 'Time from commit to the broker’s confirm');

/**
 * Publishes a service's outbox, one leader per schema: reads what is unpublished, publishes with confirms, marks what
 * was confirmed. A crash between confirm and mark publishes twice; every consumer absorbs that.
 */
export class Relay {
  private readonly log = logger('relay');
  private lock: pg.Client | undefined;
  private stopped = false;
  private running: Promise<void> | undefined;
  private wakeUp: (() => void) | undefined;
  private woken = false;
  private readonly batch: number;
  /** Taken over by the broker, not marked yet. */
  private confirmed: string[] = [];

  constructor(private readonly options: RelayOptions) {
    this.batch = options.batch ?? 200;
    gauge('loket_outbox_waiting', 'Events that are stored and not published', ['state'], async (metric) => {
      const backlog = await options.outbox.backlog().catch(() => undefined);
      if (!backlog) return;
      metric.set({ state: 'waiting' }, backlog.waiting);
      metric.set({ state: 'set-aside' }, backlog.setAside);
    });
    gauge('loket_outbox_oldest_seconds', 'Age of the oldest event that waits to be published', [], async (metric) => {
      const backlog = await options.outbox.backlog().catch(() => undefined);
      if (backlog) metric.set(backlog.oldestSeconds);
    });
  }

  /** True while this process publishes; another replica may lead. */
  get leads(): boolean {
    return this.lock !== undefined;
  }

  start(): void {
    this.running = this.loop();
  }

  /** Called after a commit that stored events: publish at once. */
  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
    await this.lock?.end().catch(() => undefined);
    this.lock = undefined;
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      try {
        if (!this.lock && !(await this.lead())) {
          await this.rest(1_000);
          continue;
        }
        const taken = await this.round();
        if (taken === 0) await this.rest(pollMs);
        else if (taken < this.batch) await pause(gatherMs);
      } catch (error) {
        this.log.warn({ reason: labelOf(error) }, 'relay round failed; trying again');
        await this.rest(1_000);
      }
    }
    // What was committed just before the stop still goes out, when the broker is there.
    await this.round().catch(() => undefined);
    await this.options.outbox.next(0, this.confirmed).catch(() => undefined);
  }

  private rest(ms: number): Promise<void> {
    if (this.woken) {
      this.woken = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        resolve();
      }
      this.wakeUp = () => {
        this.woken = false;
        done();
      };
    });
  }

  private async lead(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.options.databaseUrl,
      keepAlive: true,
      application_name: `${this.options.service}:relay`,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => this.dethrone(client));
    client.on('end', () => this.dethrone(client));
    try {
      await client.connect();
      if (!(await tryToLead(client, this.options.service))) {
        await client.end();
        return false;
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.lock = client;
    return true;
  }

  private dethrone(client: pg.Client): void {
    if (this.lock !== client) return;
    this.lock = undefined;
    if (!this.stopped) this.log.warn({}, 'the relay lost its lock; another may lead now');
  }

  /** One round: marks what the last one brought to the broker, reads, publishes. @returns how many the broker took */
  private async round(): Promise<number> {
    const { outbox, publisher } = this.options;
    const mayPublish = this.lock && !publisher.blocked && !publisher.problem;
    if (!mayPublish && this.confirmed.length === 0) return 0;
    const rows = await outbox.next(mayPublish ? this.batch : 0, this.confirmed);
    const confirmed: string[] = [];
    this.confirmed = confirmed;
    if (rows.length === 0) return 0;
    const refused: string[] = [];
    await Promise.all(
      rows.map(async (row) => {
        try {
          await this.publish(row);
          confirmed.push(row.id);
          published.inc({ type: row.type });
          lag.observe(Math.max(0, (Date.now() - row.createdAt.getTime()) / 1000));
        } catch (error) {
          // Gone is not refused: whether the broker has it is not known, so it is simply published again.
          if (error instanceof Error && 'code' in error && error.code === 'publish-refused') refused.push(row.id);
        }
      }),
    );
    const aside = await outbox.markFailed(refused);
    for (const messageId of aside)
      this.log.error({ messageId }, 'event set aside after ten refused publishes; run the topology step');
    if (refused.length > 0) await this.rest(1_000);
    return confirmed.length;
  }

  private publish(row: OutboxRow): Promise<void> {
    const { publisher, service } = this.options;
    return inSpan(
      `publish ${row.type}`,
      {
        kind: 'producer',
        parent: row.traceparent,
        attributes: {
          [attribute.messagingSystem]: 'rabbitmq',
          [attribute.messagingDestination]: eventExchange,
          [attribute.messagingOperation]: 'publish',
          [attribute.eventType]: row.type,
          [attribute.messageId]: row.id,
          ...applicationOf(row),
        },
      },
      async (span) => {
        try {
          const envelope = {
            ...row,
            source: service,
            time: row.createdAt,
            causationId: row.causationId ?? undefined,
            traceparent: currentTraceparent() ?? row.traceparent ?? undefined,
          };
          await publisher.publish(
            eventExchange,
            row.routingKey,
            Buffer.from(row.body),
            propertiesOf(envelope, publisher.user),
          );
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        }
      },
    );
  }
}

function applicationOf(row: OutboxRow): Record<string, string> {
  const [, applicationId] = /"applicationId":"([0-9a-f-]{36})"/.exec(row.body) ?? [];
  return applicationId ? { [attribute.applicationId]: applicationId } : {};
}
