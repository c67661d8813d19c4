import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ProblemError } from '#boot';
import { decryptField } from '#document-store';
import { copyOf, Publisher, waits } from '#messaging';
import { attribute, describeSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { CONFIG, type Config } from '../config.js';
import { bodyPlace } from '../keep-parked-messages.js';
import type { ParkedMessageRow } from './parked-message.row.js';

/** How long every consumer's inbox knows what it has handled: a later replay could have its effect twice. */
const inboxDays = 35;
const dayMs = 86_400_000;

/** What a person does with a parked message: send it back to the one queue it came from, or put it away. */
@Injectable()
export class ParkedDesk implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly publisher: Publisher;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
  ) {
    this.publisher = new Publisher(config.AMQP_URL, 'ops-console:desk');
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.publisher.close();
  }

  /**
   * Publishes the clean copy under its old message id, then notes who did it and why. A crash in between leaves the row open;
   * a second replay of the same message is absorbed by the consumer's inbox.
   * @throws ProblemError 404, 409 (dismissed, too old, no body, no known queue), 503 (broker away)
   */
  async replay(id: string, by: string, why: string, now: Date): Promise<ParkedMessageRow> {
    const row = await this.unitOfWork.run((tx) => findRow(tx, id));
    if (row.state === 'replayed') return row;
    if (row.state === 'dismissed') throw new ProblemError(409, 'already-dismissed', 'This message was put away');
    if (row.queue === 'unknown')
      throw new ProblemError(409, 'origin-unknown', 'Nobody knows which queue this message came from');
    if (row.body === null)
      throw new ProblemError(409, 'too-large-to-replay', 'This message is larger than any event may be');
    const said = row.said_at ?? row.first_failed_at ?? row.parked_at;
    if (now.getTime() - said.getTime() > inboxDays * dayMs) {
      throw new ProblemError(
        409,
        'too-old-to-replay',
        'This message is older than what consumers remember',
        undefined,
        { days: inboxDays },
      );
    }
    await this.publish(row, row.body);
    return this.decide(id, 'replayed', by, why);
  }

  /** Puts a message away, with a reason. @throws ProblemError 404, 409 */
  async dismiss(id: string, by: string, why: string): Promise<ParkedMessageRow> {
    return this.decide(id, 'dismissed', by, why);
  }

  private async publish(row: ParkedMessageRow, sealed: string): Promise<void> {
    const content = Buffer.from(decryptField(this.config.LOKET_KEY, sealed, bodyPlace(row.id)), 'base64');
    const properties = {
      messageId: row.message_id ?? undefined,
      contentType: row.content_type,
      headers: row.headers,
      userId: row.said_by ?? undefined,
    };
    try {
      await this.publisher.ready(5_000);
      await this.publisher.publish(
        waits[0].exchange,
        row.queue,
        content,
        copyOf({ properties }, this.publisher.user, {}),
      );
    } catch {
      throw new ProblemError(503, 'broker-unreachable', 'The broker did not take the message; try again');
    }
  }

  private decide(id: string, as: 'replayed' | 'dismissed', by: string, why: string): Promise<ParkedMessageRow> {
    return this.unitOfWork.run(async (tx) => {
      const row = await findRow(tx, id, 'for update');
      if (row.state === as) return row;
      if (row.state !== 'open')
        throw new ProblemError(409, `already-${row.state}`, 'Somebody has decided otherwise on this message');
      await tx.query(
        'update parked_message set state = $2, decided_at = now(), decided_by = $3, why = $4 where id = $1',
        [id, as, by, why],
      );
      return findRow(tx, id);
    });
  }
}

async function findRow(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<ParkedMessageRow> {
  const [row] = await tx.query<ParkedMessageRow>(`select * from parked_message where id = $1 ${lock}`, [id]);
  if (!row) throw new ProblemError(404, 'parked-message-not-found', 'There is no such parked message');
  if (row.message_id !== null) describeSpan({ [attribute.messageId]: row.message_id });
  return row;
}
