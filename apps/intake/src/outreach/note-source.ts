import { ConversationSourceNamed } from '#contracts';
import { counter } from '#observability';
import type { Tx } from '#outbox';
import type { StoredMessage } from '../stored-message.js';
import { takeSourceWord } from './source-word.js';

const arrivals = counter('loket_arrivals_by_link_total', 'Conversations that a link of the office began', []);

/**
 * Notes the source word of a message as what brought this conversation here; the first one stays. The message goes on without
 * it, as if the citizen had only greeted.
 */
export async function noteSource(tx: Tx, conversationId: string, message: StoredMessage): Promise<StoredMessage> {
  if (message.content.kind !== 'text') return message;
  const found = takeSourceWord(message.content.text);
  if (!found) return message;
  const first = await tx.query('update conversation set source = $2 where id = $1 and source is null returning 1', [
    conversationId,
    found.source,
  ]);
  if (first.length > 0) {
    await tx.emit(ConversationSourceNamed, { conversationId, source: found.source });
    tx.afterCommit(() => arrivals.inc());
  }
  return { ...message, content: { ...message.content, text: found.rest === '' ? 'halo' : found.rest } };
}

/** What brought the citizen of a request here. */
export async function sourceOf(tx: Tx, applicationId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ source: string | null }>(
    'select c.source from application a join conversation c on c.id = a.conversation_id where a.id = $1',
    [applicationId],
  );
  return row?.source ?? undefined;
}
