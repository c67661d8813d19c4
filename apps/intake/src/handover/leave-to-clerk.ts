import type { Tx } from '#outbox';
import { readMeaning } from '../conversation/read-meaning.js';
import type { StoredMessage } from '../stored-message.js';
import { handBack, type HandoverRow } from './hand-over.js';

/** The words that bring the machine back. */
const backToMachine = /^\s*(menu|bot|kembali)\s*[.!]?\s*$/i;

/**
 * A message in a conversation that a person answers: it stands in the transcript and does nothing else, whatever it says. Photos
 * are kept with the request all the same, without a word of the machine.
 * @returns undefined where the machine goes on with the message
 */
export async function leaveToClerk(
  tx: Tx,
  conversationId: string,
  message: StoredMessage,
): Promise<'filed' | undefined> {
  const [row] = await tx.query<HandoverRow>(
    'select * from handover where conversation_id = $1 and closed_at is null for update',
    [conversationId],
  );
  if (!row) return undefined;
  const { content } = message;
  if (content.kind === 'text' && takesBack(row, content.text)) {
    await handBack(tx, row, 'citizen');
    return undefined;
  }
  await tx.query('update handover set last_word_at = now() where id = $1', [row.id]);
  return content.kind === 'media' ? undefined : 'filed';
}

/** By a word for it; or by plain words while nobody has taken on a conversation that was only not understood. */
function takesBack({ reason, owner }: HandoverRow, text: string): boolean {
  if (backToMachine.test(text)) return true;
  return reason === 'not-understood' && owner === null && readMeaning(text).wants !== 'not-understood';
}
