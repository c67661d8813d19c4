import { randomUUID } from 'node:crypto';
import { ConversationContacted } from '#contracts';
import type { Tx } from '#outbox';
import type { PersonalData } from './personal-data.js';
import type { NotificationsSeal } from './reply-as-clerk.js';
import type { StoredMessage } from './stored-message.js';

type Met = Pick<StoredMessage, 'sender' | 'occurredAt' | 'providerMessageId' | 'content'>;

interface Found {
  readonly id: string;
  readonly phone_index: string | null;
  readonly scoped_id_index: string | null;
}

/**
 * Finds the conversation with whoever wrote, or begins it, and opens its 24-hour window. The row is locked: messages of
 * one person are handled one after another.
 *
 * A person is found by scoped id first, then by phone. A phone whose conversation carries another scoped id has been
 * given to somebody else: the old conversation loses the number, two people are never merged (whatsapp contract 1.7).
 * @returns the conversation's id
 */
export async function meetCitizen(
  tx: Tx,
  { sender, occurredAt: at, providerMessageId, content }: Met,
  personalData: PersonalData,
  notificationsSeal: NotificationsSeal,
): Promise<string> {
  const phone = sender.phone === undefined ? null : personalData.index('phone', sender.phone);
  const scopedId = sender.scopedId === undefined ? null : personalData.index('scoped-id', sender.scopedId);
  // Two first messages at once: the second waits here instead of breaking on the unique keys.
  for (const key of [phone, scopedId].flatMap((one) => one ?? []).sort()) {
    await tx.query("select pg_advisory_xact_lock(hashtext('conversation'), hashtext($1))", [key]);
  }
  const rows = await tx.query<Found>(
    `select id, phone_index, scoped_id_index from conversation
      where phone_index = $1 or scoped_id_index = $2 order by id for update`,
    [phone, scopedId],
  );
  const byScopedId = rows.find((row) => scopedId !== null && row.scoped_id_index === scopedId);
  const byPhone = rows.find((row) => phone !== null && row.phone_index === phone);
  const own = byScopedId ?? (byPhone && (scopedId === null || byPhone.scoped_id_index === null) ? byPhone : undefined);
  if (byPhone && byPhone !== own) {
    await tx.query('update conversation set phone_index = null, sealed_phone = null where id = $1', [byPhone.id]);
  }
  const id = own?.id ?? randomUUID();
  await tx.query(
    `insert into conversation (id, phone_index, sealed_phone, scoped_id_index, sealed_scoped_id, last_inbound_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do update set
       phone_index = coalesce(excluded.phone_index, conversation.phone_index),
       sealed_phone = coalesce(excluded.sealed_phone, conversation.sealed_phone),
       scoped_id_index = coalesce(excluded.scoped_id_index, conversation.scoped_id_index),
       sealed_scoped_id = coalesce(excluded.sealed_scoped_id, conversation.sealed_scoped_id),
       last_inbound_at = greatest(excluded.last_inbound_at, conversation.last_inbound_at)`,
    [
      id,
      phone,
      sender.phone === undefined ? null : personalData.seal(sender.phone, `conversation.phone:${id}`),
      scopedId,
      sender.scopedId === undefined ? null : personalData.seal(sender.scopedId, `conversation.scoped_id:${id}`),
      at,
    ],
  );
  // A request of the counter with this number: who got its messages may answer them here.
  if (phone !== null) {
    await tx.query(
      `update application set conversation_id = $1 where phone_index = $2 and conversation_id is null
          and state not in ('handed_over', 'rejected', 'withdrawn', 'expired')`,
      [id, phone],
    );
  }
  await tx.emit(ConversationContacted, {
    conversationId: id,
    at: at.toISOString(),
    sealedMessageId: notificationsSeal.close(providerMessageId, `conversation.contacted:${id}`),
    isAnswered: content.kind === 'text' || content.kind === 'interactive' || content.kind === 'button',
  });
  return id;
}
