import type { Office } from '#civil-registry';
import type { Tx } from '#outbox';
import { officeNamedIn } from './conversation/form/take-answer.js';
import { plain } from './conversation/kind-words.js';
import { openFileOf } from './files-of-conversation.js';
import { replyToCitizen } from './reply-to-citizen.js';

const wish = /^(di)?ambil(nya)? di\b/;

/**
 * `AMBIL DI KRAYAN`: another office than the nearest, while the file still waits for its citizen.
 * @returns false when the text is no such wish, names no office, or there is no such file
 */
export async function choosePickupOffice(
  tx: Tx,
  conversationId: string,
  text: string,
  offices: readonly Pick<Office, 'code' | 'name'>[],
): Promise<boolean> {
  const said = plain(text);
  if (!wish.test(said)) return false;
  const office = officeNamedIn(said.replace(wish, '').trim(), offices);
  const file = office === undefined ? undefined : await openFileOf(tx, conversationId);
  if (office === undefined || !file) return false;
  await tx.query('update application set office = $2 where id = $1', [file.id, office]);
  const name = offices.find(({ code }) => code === office)?.name ?? office;
  const { ticket, id } = file;
  await replyToCitizen(tx, conversationId, { messageKey: 'pickup-office-chosen', ticket, office: name }, id);
  return true;
}
