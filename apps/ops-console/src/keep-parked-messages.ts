import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Health } from '#boot';
import { MessageParked } from '#contracts';
import { encryptField } from '#document-store';
import { Consumer, type Delivery, parkedExchange, type Settled, SupervisedConnection } from '#messaging';
import { counter, logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from './config.js';
import { readParkedMessage } from './parked/read-parked-message.js';

const log = logger('parked-desk');
const kept = counter('loket_parked_messages_kept_total', 'Parked messages taken onto the desk', ['queue', 'reason']);

/** More than any consumer of ours would accept: such a message is evidence, it is never replayed. */
const mostBytes = 256 * 1024;

/** Where a parked body is bound to when it is encrypted. */
export const bodyPlace = (parkedId: string) => `parked_message.body:${parkedId}`;

/**
 * Empties the broker's parked queue onto the desk. Not an event consumer: what lies here may be unreadable, and must neither
 * fail nor vanish. A message is acknowledged after its row is committed.
 */
@Injectable()
export class KeepParkedMessages implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly connection: SupervisedConnection;
  private readonly consumer: Consumer;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    health: Health,
  ) {
    this.connection = new SupervisedConnection(config.AMQP_URL, 'ops-console:parked');
    this.consumer = new Consumer({
      queue: parkedExchange,
      prefetch: 10,
      handle: (messages, signal) => this.keepAll(messages, signal),
    });
    health.register('parked desk', () => this.connection.problem ?? this.consumer.problem);
  }

  onApplicationBootstrap(): void {
    this.connection.onConnected((connection) => this.consumer.useConnection(connection));
    this.connection.onLost(() => this.consumer.loseConnection());
    this.connection.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.consumer.drain(5_000);
    await this.connection.close();
  }

  /**
   * While the database is away the message stays in hand and is tried again: giving it back would use up its deliveries,
   * and behind the parked queue there is nothing more.
   */
  private async keepAll(messages: readonly Delivery[], signal: AbortSignal): Promise<Settled> {
    for (const message of messages) {
      for (let failures = 0; ; failures += 1) {
        try {
          await this.keep(message);
          break;
        } catch (error) {
          log.warn({ err: error, attempt: failures + 1 }, 'a parked message could not be kept yet; trying again');
          await pause(Math.min(10_000, 250 * 2 ** Math.min(failures, 6)), undefined, { signal }).catch(() => undefined);
          if (signal.aborted) return 'unsettled';
        }
      }
    }
    return 'done';
  }

  private async keep(message: Delivery): Promise<void> {
    const read = readParkedMessage(message);
    const id = randomUUID();
    const fits = message.content.length <= mostBytes;
    const body = fits ? encryptField(this.config.LOKET_KEY, message.content.toString('base64'), bodyPlace(id)) : null;
    await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query(
        `insert into parked_message (id, fingerprint, message_id, event_type, queue, reason, attempts, error, first_failed_at,
                                     said_at, trace_id, said_by, headers, content_type, body, body_bytes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15, $16)
         on conflict (fingerprint) do nothing returning 1`,
        [
          id,
          read.fingerprint,
          read.messageId,
          read.eventType,
          read.queue,
          read.reason,
          read.attempts,
          read.error,
          read.firstFailedAt,
          read.saidAt,
          read.traceId,
          read.saidBy,
          JSON.stringify(read.headers),
          read.contentType,
          body,
          message.content.length,
        ],
      );
      if (rows.length === 0) return;
      tx.afterCommit(() => kept.inc({ queue: read.queue, reason: read.reason }));
      // Saying that our own copy of that very event was parked would go round for ever.
      if (read.queue.startsWith('ops-console.')) return;
      await tx.emit(MessageParked, { parkedId: id, queue: read.queue, eventType: read.eventType, reason: read.reason });
    });
  }
}
