import type { ConsumeMessage } from 'amqplib';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import { type Flow, type Hears, queueOf } from '#contracts';
import { type Cause, takeManyIntoInbox, type Tx, type UnitOfWork } from '#outbox';
import { attribute, counter, histogram, inSpan, logger } from '#observability';
import type { DataSource } from 'typeorm';
import { type Attempt, onceFor, openAttempt, refuseHandled } from './attempt.js';
import { SupervisedConnection } from './connection.js';
import { Consumer, type Settled } from './consumer.js';
import { AlreadyHandled, Forged, isNotYet, labelOf, Permanent, verdictOf } from './errors.js';
import type { LinkGate } from './link-gate.js';
import { attemptHeader, type Incoming, originHeader, readMessage } from './message.js';
import type { Publisher } from './publisher.js';
import { settleFailure } from './settle-failure.js';
import { checkWiring } from './wiring.js';

export interface TransportOptions {
  readonly flow: Flow;
  /** `amqp://<service>:…@host:port/vhost` */
  readonly amqpUrl: string;
  /** Publishes the copies for the wait queues and the parked desk; shared with the relay. */
  readonly publisher: Publisher;
  /** The service's database; a station has none and only hears outside consumers. */
  readonly database?: { readonly dataSource: DataSource; readonly unitOfWork: UnitOfWork };
  /** The links that consumers of this flow declare. */
  readonly links?: readonly LinkGate[];
  /** The office of a `perOffice` consumer. */
  readonly office?: string;
}

const handled = counter('loket_messages_handled_total', 'Messages by what became of them', ['queue', 'outcome']);
const seconds = histogram('loket_message_handling_seconds', 'Time from delivery to acknowledgement', ['queue']);
const age = histogram('loket_message_age_seconds', 'Time from when an event was said to when it was handled', [
  'queue',
]);

/**
 * The broker half of a Nest hybrid application. A consumer is an ordinary `@EventPattern('<service>.<file>')` handler:
 *
 * - by default it receives `(event: Received<…>, tx: Tx)` inside the transaction that took the message into the inbox;
 * - an *outside* consumer receives `(event, attempt: Attempt)` and commits by itself;
 * - a *batch* consumer receives `(events: Received<…>[], tx: Tx)`, all new, in one transaction.
 *
 * The order is fixed: parse → span → begin → inbox → handle → commit → ack. A failed message is copied to a wait queue
 * or the parked desk before it is acknowledged, so a crash in between makes a duplicate, never a loss.
 */
export class LoketTransport extends Server implements CustomTransportStrategy {
  /** Without it Nest logs a handler's error itself and tells us that all went well. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly log = logger('messaging');
  private readonly connection: SupervisedConnection;
  private readonly consumers: Consumer[] = [];

  constructor(private readonly options: TransportOptions) {
    super();
    this.connection = new SupervisedConnection(options.amqpUrl, `${options.flow.service}:consume`);
  }

  /** Checks that flow and handlers agree, both ways, then subscribes. @throws Error when the wiring is wrong */
  listen(callback: (error?: unknown) => void): void {
    try {
      checkWiring(this.options.flow, this.messageHandlers);
      for (const [name, hears] of Object.entries(this.options.flow.hears))
        this.consumers.push(this.consumerOf(name, hears));
    } catch (error) {
      callback(error);
      return;
    }
    this.connection.onConnected((connection) => {
      for (const consumer of this.consumers) consumer.useConnection(connection);
    });
    this.connection.onLost(() => {
      for (const consumer of this.consumers) consumer.loseConnection();
    });
    this.connection.start();
    callback();
  }

  /** What keeps messages from being handled now; empty when all consumers that should run do run. */
  problems(): string[] {
    const lost = this.connection.problem;
    if (lost) return [lost];
    return this.consumers.flatMap((consumer) => consumer.problem ?? []);
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.drain(8_000)));
    await this.connection.close();
  }

  // Nest's Server asks for these; the broker connection is nobody else's business.
  on(): never {
    throw new Error('listen to the services’ events in a flow.ts, not here');
  }
  unwrap<T>(): T {
    throw new Error('the broker connection is not for handlers');
  }

  private consumerOf(name: string, hears: Hears): Consumer {
    const { flow, office, links } = this.options;
    if (hears.perOffice && !office) throw new Error(`${flow.service}.${name} is per office, and no office is given`);
    const link = hears.link ? links?.find((gate) => gate.name === hears.link) : undefined;
    if (hears.link && !link)
      throw new Error(`${flow.service}.${name} needs the link ${hears.link}, which is not given`);
    const queue = queueOf(flow.service, name, hears.perOffice ? office : undefined);
    const handler = this.messageHandlers.get(queueOf(flow.service, name));
    if (!handler) throw new Error(`${flow.service}.${name} has no handler`);
    return new Consumer({
      queue,
      // While one batch is handled the next comes together.
      prefetch: hears.batch ? hears.batch * 2 : (hears.prefetch ?? 10),
      ...(link ? { link } : {}),
      ...(hears.batch ? { batch: hears.batch } : {}),
      handle: (messages, signal) =>
        hears.batch
          ? this.handleBatch(queue, hears, handler, messages)
          : this.handleOne(queue, hears, handler, messages, signal),
    });
  }

  private async handleOne(
    queue: string,
    hears: Hears,
    handler: MessageHandler,
    messages: readonly ConsumeMessage[],
    signal: AbortSignal,
  ): Promise<Settled> {
    for (const message of messages) {
      const began = performance.now();
      let outcome = 'done';
      try {
        const incoming = this.read(queue, hears, message);
        await this.inConsumerSpan(queue, incoming, () => this.run(queue, hears, handler, message, incoming, signal));
        age.observe({ queue }, Math.max(0, (Date.now() - incoming.time.getTime()) / 1000));
      } catch (error) {
        const verdict = verdictOf(error);
        outcome = verdict;
        if (verdict !== 'done') {
          const settled = await settleFailure(this.options.publisher, queue, message, error, verdict);
          if (settled === 'unsettled') return 'unsettled';
          outcome = settled;
        }
      } finally {
        handled.inc({ queue, outcome });
        seconds.observe({ queue }, (performance.now() - began) / 1000);
      }
    }
    return 'done';
  }

  /** Together in one transaction; when that fails, one by one, so that only the bad message is retried or parked. */
  private async handleBatch(
    queue: string,
    hears: Hears,
    handler: MessageHandler,
    messages: readonly ConsumeMessage[],
  ): Promise<Settled> {
    const { database } = this.options;
    if (!database) throw new Error(`${queue} handles batches and has no database`);
    try {
      const incoming = messages.map((message) => this.read(queue, hears, message));
      const distinct = [...new Map(incoming.map((one) => [one.id, one])).values()];
      await database.unitOfWork.run(async (tx) => {
        const ids = await takeManyIntoInbox(
          tx,
          queue,
          distinct.map((one) => one.id),
        );
        const fresh = distinct.filter((one) => ids.has(one.id));
        if (fresh.length > 0) await call(handler, fresh, tx);
      });
      handled.inc({ queue, outcome: 'done' }, messages.length);
      return 'done';
    } catch (error) {
      if (messages.length > 1) {
        this.log.warn({ queue, reason: labelOf(error) }, 'a batch failed; handling its messages one by one');
        for (const message of messages) {
          if ((await this.handleBatch(queue, hears, handler, [message])) === 'unsettled') return 'unsettled';
        }
        return 'done';
      }
      const [message] = messages;
      const verdict = verdictOf(error);
      if (!message || verdict === 'done') return 'done';
      const settled = await settleFailure(this.options.publisher, queue, message, error, verdict);
      handled.inc({ queue, outcome: settled });
      return settled === 'unsettled' ? 'unsettled' : 'done';
    }
  }

  private read(queue: string, hears: Hears, message: ConsumeMessage): Incoming {
    const incoming = readMessage(message, hears.everything ? undefined : hears.events);
    const headers: Record<string, unknown> | undefined = message.properties.headers;
    const saidBy: unknown = message.properties.userId;
    const trusted = [...(incoming.event?.owner ?? []), this.options.flow.service, 'ops-console'] as unknown[];
    // The broker checks `user-id`, but not `CC`: an event copied here by somebody who may not say it is parked.
    if (incoming.event && !trusted.includes(saidBy)) throw new Forged(`${queue}: said by somebody who may not`);
    if (headers?.[originHeader] !== undefined && incoming.event && !trusted.includes(headers[originHeader]))
      throw new Forged(`${queue}: first said by somebody who may not`);
    return incoming;
  }

  private inConsumerSpan(queue: string, incoming: Incoming, work: () => Promise<void>): Promise<void> {
    const data = incoming.data as Record<string, unknown> | null;
    const applicationId = data && typeof data.applicationId === 'string' ? data.applicationId : undefined;
    return inSpan(
      queue,
      {
        kind: 'consumer',
        parent: incoming.traceparent ?? null,
        attributes: {
          [attribute.messagingSystem]: 'rabbitmq',
          [attribute.messagingDestination]: queue,
          [attribute.messagingOperation]: 'process',
          [attribute.eventType]: incoming.type,
          [attribute.messageId]: incoming.id,
          ...(applicationId ? { [attribute.applicationId]: applicationId } : {}),
        },
      },
      async (span) => {
        try {
          await work();
        } catch (error) {
          // Seen twice is not a failure: it must not look like one in the trace.
          if (!(error instanceof AlreadyHandled)) throw error;
          span.setAttribute(attribute.outcome, 'already-handled');
        }
      },
    );
  }

  private async run(
    queue: string,
    hears: Hears,
    handler: MessageHandler,
    message: ConsumeMessage,
    incoming: Incoming,
    signal: AbortSignal,
  ): Promise<void> {
    const { database } = this.options;
    const cause: Cause = { id: incoming.id, correlationId: incoming.correlationId };
    if (!hears.outside && !hears.link) {
      if (!database) throw new Permanent(`${queue} has no database`);
      await patiently(() => onceFor(database.unitOfWork, queue, cause, (tx) => call(handler, incoming, tx)), signal);
      return;
    }
    if (database) await refuseHandled(database.dataSource.manager, queue, incoming.id);
    const headers: Record<string, unknown> | undefined = message.properties.headers;
    const attempt = openAttempt(database?.unitOfWork, queue, cause, Number(headers?.[attemptHeader] ?? 0), signal);
    await call(handler, incoming, attempt);
    if (database && !attempt.committed) await onceFor(database.unitOfWork, queue, cause, () => Promise.resolve());
  }
}

/** Pauses before an overtaken message is handled again without letting it go, in ms: most are overtaken by milliseconds. */
const patience = [40, 120, 360, 1_000];

/** Handles again, a few times within two seconds, what was *not yet* possible; after that the wait queues take over. */
async function patiently(handle: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (const pause of patience) {
    try {
      return await handle();
    } catch (error) {
      if (!isNotYet(error) || signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return handle();
}

/** Calls a Nest handler and waits for all it does; its error comes through untouched. */
async function call(handler: MessageHandler, event: Incoming | Incoming[], context: Tx | Attempt): Promise<void> {
  const result: unknown = await handler(event, context);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
