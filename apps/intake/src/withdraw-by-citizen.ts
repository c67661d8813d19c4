import type { Tx } from '#outbox';
import type { ApplicationRow } from './application/application.row.js';
import { moveApplication } from './move-application.js';
import type { Patience } from './patience.js';
import { replyToCitizen } from './reply-to-citizen.js';
import { lineOf, openRequests } from './report-status.js';

type Open = Pick<ApplicationRow, 'id' | 'ticket' | 'state'>;

/**
 * `BATAL`, with or without a ticket: takes the citizen's own open request back, or asks printing-queue for it where a card
 * may be printing already. With several open ones the ticket must be named.
 */
export async function withdrawByCitizen(
  tx: Tx,
  conversationId: string,
  ticket: string | undefined,
  patience: Patience,
): Promise<'taken' | 'answered'> {
  const open = await tx.query<Open>(
    `select id, ticket, state from application
      where conversation_id = $1 and state not in ('handed_over', 'rejected', 'withdrawn', 'expired')
        and ($2::text is null or ticket = $2) order by created_at limit 20`,
    [conversationId, ticket ?? null],
  );
  const [only, another] = open;
  if (!only) {
    await replyToCitizen(tx, conversationId, { messageKey: 'nothing-to-withdraw' });
    return 'answered';
  }
  if (another) {
    const hint = `Untuk membatalkan salah satu, tulis misalnya: BATAL ${another.ticket}`;
    const lines = (await openRequests(tx, conversationId)).map((row) => lineOf(row));
    await replyToCitizen(tx, conversationId, { messageKey: 'status-report', lines: [...lines, hint] });
    return 'answered';
  }
  const answer = await moveApplication(tx, only.id, { fact: 'withdrawal' }, {}, patience);
  if (answer?.answer === 'impossible') {
    await replyToCitizen(tx, conversationId, { messageKey: 'withdrawal-refused', ticket: only.ticket }, only.id);
    return 'answered';
  }
  // What moved is announced, and the announcement tells the citizen; only the second asking is answered here.
  if (answer?.answer === 'already there') {
    await replyToCitizen(tx, conversationId, { messageKey: 'withdrawn-asked', ticket: only.ticket }, only.id);
  }
  return 'taken';
}
