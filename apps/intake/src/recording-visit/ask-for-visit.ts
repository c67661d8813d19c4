import type { Tx } from '#outbox';
import type { Reply } from '../reply-to-citizen.js';
import { noteVisitWish } from './request-visit.js';

/**
 * A citizen writes that officers should come. It is noted once per conversation, for the people who plan visits: what was meant
 * stands in the conversation, and they ask back where a visit comes of it. A misread message costs them one line on a list.
 */
export async function askForVisit(tx: Tx, conversationId: string): Promise<Reply> {
  const [request] = await tx.query<{ district: string; village: string | null }>(
    'select district, village from application where conversation_id = $1 order by last_moved_at desc limit 1',
    [conversationId],
  );
  await noteVisitWish(tx, {
    ...{ channel: 'whatsapp', conversationId, reason: 'other', people: 1 },
    ...{ district: request?.district ?? 'unknown', village: request?.village },
  });
  return { messageKey: 'home-visit' };
}
