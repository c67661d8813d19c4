import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isOpen, nextOpening } from '#civil-registry';
import { ConversationHandedBack, ConversationHandedToClerk } from '#contracts';
import { counter, currentTraceparent } from '#observability';
import type { Tx } from '#outbox';
import { officesOf } from '../answer-topic.js';
import { type Reply, replyToCitizen } from '../reply-to-citizen.js';
import { Territory } from '../territory.js';
import { WorkingHours } from '../working-hours.js';

const handed = counter('loket_handovers_total', 'Conversations handed to a person and back, by why', ['to', 'why']);

/** A row of `handover`: a conversation that a person answers. */
export interface HandoverRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly office: string;
  readonly reason: 'asked' | 'not-understood';
  readonly owner: string | null;
  readonly opened_at: Date;
  readonly last_word_at: Date;
  readonly closed_at: Date | null;
  readonly closed_by: 'clerk' | 'citizen' | 'silence' | null;
  readonly traceparent: string | null;
}

/** Gives a conversation to the staff: the citizen is told when a person answers, and then the machine is silent. */
@Injectable()
export class HandOver {
  constructor(
    private readonly territory: Territory,
    private readonly hours: WorkingHours,
  ) {}

  async open(
    tx: Tx,
    conversationId: string,
    reason: HandoverRow['reason'],
    at: Date,
    also: readonly string[] = [],
  ): Promise<'answered'> {
    const [request] = await tx.query<{ office: string }>(
      'select office from application where conversation_id = $1 order by last_moved_at desc limit 1',
      [conversationId],
    );
    const office = request?.office ?? this.territory.mainOffice.code;
    const calendar = await this.hours.of(office);
    const from = isOpen(at, calendar) ? {} : { from: nextOpening(at, calendar).toISOString() };
    const reply: Reply =
      reason === 'asked'
        ? { messageKey: 'handed-to-clerk', ...from }
        : { messageKey: 'not-understood-again', offices: officesOf(this.territory), ...from };
    // The last word of the machine: from the next row on it says nothing.
    await replyToCitizen(tx, conversationId, reply, undefined, also);
    const [row] = await tx.query<HandoverRow>(
      `insert into handover (id, conversation_id, office, reason, traceparent) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning *`,
      [randomUUID(), conversationId, office, reason, currentTraceparent() ?? null],
    );
    if (!row) return 'answered';
    await tx.query('update conversation set misses = 0 where id = $1', [conversationId]);
    await tx.emit(ConversationHandedToClerk, { conversationId, handoverId: row.id, reason });
    tx.afterCommit(() => handed.inc({ to: 'clerk', why: reason }));
    return 'answered';
  }
}

/** The machine answers again. Whoever calls this has locked the conversation and the handover. */
export async function handBack(
  tx: Tx,
  row: Pick<HandoverRow, 'id' | 'conversation_id'>,
  by: NonNullable<HandoverRow['closed_by']>,
): Promise<void> {
  await tx.query('update handover set closed_at = now(), closed_by = $2 where id = $1', [row.id, by]);
  await tx.emit(ConversationHandedBack, { conversationId: row.conversation_id, handoverId: row.id, by });
  // A citizen who goes back to the menu gets its answer; the others are told.
  if (by !== 'citizen') await replyToCitizen(tx, row.conversation_id, { messageKey: 'handed-back' });
  tx.afterCommit(() => handed.inc({ to: 'machine', why: by }));
}
