import type { Tx } from '#outbox';
import { replyToCitizen } from '../reply-to-citizen.js';

const joins = /^\s*daftar perangkat( desa| rt)?\s*[.!]?\s*$/i;
const leaves = /^\s*(berhenti|stop) kabar\s*[.!]?\s*$/i;

/**
 * A village officer asks for the office's news, or has had enough of it. Nobody gets any without having asked.
 * @returns undefined when the text is about something else
 */
export async function joinBulletins(tx: Tx, conversationId: string, text: string): Promise<'answered' | undefined> {
  if (joins.test(text)) {
    // Who joins gets what is sent from now on.
    await tx.query(
      `update conversation
          set bulletins_since = coalesce(bulletins_since, now()),
              last_bulletin = greatest(last_bulletin, coalesce((select max(number) from bulletin), 0))
        where id = $1`,
      [conversationId],
    );
    await replyToCitizen(tx, conversationId, { messageKey: 'bulletins-joined' });
    return 'answered';
  }
  if (leaves.test(text)) {
    await tx.query('update conversation set bulletins_since = null where id = $1', [conversationId]);
    await replyToCitizen(tx, conversationId, { messageKey: 'bulletins-left' });
    return 'answered';
  }
  return undefined;
}
