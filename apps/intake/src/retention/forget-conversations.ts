import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from '../poll.js';
import { Territory } from '../territory.js';
import { countErased } from './erase-request.js';
import { hasEnded, isFree } from './may-end.js';

/** Nobody waits for a word any more: no request under way or kept by law, no open complaint, no person talking. */
const isDue = `forgotten_at is null and last_inbound_at < now() - $2::float8 * interval '1 day'
  and not exists (select 1 from application a where a.conversation_id = conversation.id
                     and (not (a.${hasEnded}) or not (${isFree('a')})))
  and not exists (select 1 from complaint c where c.conversation_id = conversation.id and c.closed_at is null)
  and not exists (select 1 from handover o where o.conversation_id = conversation.id and o.closed_at is null)`;

/** The number of a citizen who has not written for `retention.contactDays` is forgotten; who comes back is met anew. */
@Injectable()
export class ForgetConversations implements DueWork {
  readonly name = 'forget conversation';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly territory: Territory,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(`select id from conversation where ${isDue} order by last_inbound_at limit $1`, [
      limit,
      this.territory.region.retention.contactDays,
    ]);
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query(`select 1 from conversation where id = $1 and ${isDue} for update skip locked`, [
        id,
        this.territory.region.retention.contactDays,
      ]);
      if (due.length === 0) return;
      await forgetContact(tx, id);
      countErased(tx, 'contact', 'retention', 1);
    });
  }
}

/** How to reach somebody, and what they were in the middle of saying. The caller holds the conversation's lock. */
export async function forgetContact(tx: Tx, conversationId: string): Promise<void> {
  await tx.query(
    `update conversation set forgotten_at = coalesce(forgotten_at, now()), sealed_phone = null, phone_index = null,
            sealed_scoped_id = null, scoped_id_index = null, ask_service_at = null, words_for = null, words_until = null
      where id = $1`,
    [conversationId],
  );
  await tx.query('delete from request_form where conversation_id = $1', [conversationId]);
}
