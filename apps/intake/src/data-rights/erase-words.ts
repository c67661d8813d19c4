import { countErased } from '../retention/erase-request.js';
import type { Tx } from '#outbox';
import type { SubjectRow } from './find-subject.js';

/**
 * Erases what a person and the office wrote to each other: texts, raw posts, replies, and closed complaints with their words.
 * The ticket by which they ask stays until it is closed, and their number until `retention.contactDays`: they are answered by it.
 * @returns how many of their texts
 */
export async function eraseWords(
  tx: Tx,
  nikIndex: string,
  rows: readonly SubjectRow[],
  ticketId: string,
): Promise<number> {
  const conversations = [...new Set(rows.flatMap(({ conversation_id }) => conversation_id ?? []))];
  // A shared phone: what a brother wrote for himself from it is his.
  const [others] = await tx.query<{ shared: boolean }>(
    `select exists (select 1 from application where conversation_id = any($1::uuid[]) and nik_index is distinct from $2
        and nik_index is not null) as shared`,
    [conversations, nikIndex],
  );
  if (conversations.length === 0 || others?.shared) return 0;
  const texts = await tx.query<{ post_id: string }>(
    `update webhook_message m set sealed_event = null, sender_index = null from message_outcome o
      where o.id = m.id and o.conversation_id = any($1::uuid[]) and m.sealed_event is not null returning m.post_id`,
    [conversations],
  );
  // A post may carry other people's messages as well; what of theirs still counts stands in rows of its own.
  await tx.query('update webhook_post set sealed_body = null where id = any($1)', [texts.map((one) => one.post_id)]);
  await tx.query('delete from conversation_reply where conversation_id = any($1::uuid[])', [conversations]);
  await tx.query('delete from request_form where conversation_id = any($1::uuid[])', [conversations]);
  await tx.query(
    `update complaint set sealed_words = null, sealed_contact = null, sealed_answer = null
      where conversation_id = any($1::uuid[]) and id <> $2 and closed_at is not null`,
    [conversations, ticketId],
  );
  countErased(tx, 'messages', 'subject-request', texts.length);
  return texts.length;
}
