import type { Tx } from '#outbox';

/** `taken`: part of a request. `answered`: only answered. `filed`: kept as evidence. `ignored`: stored, nothing else. */
export type MessageOutcome = 'taken' | 'answered' | 'filed' | 'ignored';

/** Keeps what became of a message: once for ever, whoever finds out first. */
export async function settleMessage(
  tx: Tx,
  id: string,
  outcome: MessageOutcome,
  conversationId: string | null,
): Promise<void> {
  await tx.query('insert into message_outcome (id, kind, conversation_id) values ($1, $2, $3) on conflict do nothing', [
    id,
    outcome,
    conversationId,
  ]);
}
