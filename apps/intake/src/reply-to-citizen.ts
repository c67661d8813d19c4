import { ConversationReplied } from '#contracts';
import type { Tx } from '#outbox';

type PlainAnswer =
  | 'fee'
  | 'pickup-rules'
  | 'blank-stock'
  | 'home-visit'
  | 'interim-paper'
  | 'digital-identity'
  | 'nik-trouble'
  | 'data-rights'
  | 'other-service'
  | 'survey-thanks'
  | 'off-topic'
  | 'closing-words'
  | 'send-documents';
type AnswerWithOffices =
  'opening-hours' | 'recording-in-person' | 'person-wanted' | 'complaint-channel' | 'not-understood-again';

/** What intake says in a conversation: keys of notification's catalogue with their variables; never personal data. */
export type Reply =
  | { readonly messageKey: 'greeting' | 'which-service' | 'status-none' | 'nothing-to-withdraw' | 'confirm-withdrawal' }
  | { readonly messageKey: 'requirements'; readonly kind?: string }
  | { readonly messageKey: 'apply-in-person'; readonly kind: string }
  | { readonly messageKey: PlainAnswer }
  | { readonly messageKey: AnswerWithOffices; readonly offices: string[] }
  | { readonly messageKey: 'draft-opened'; readonly ticket: string; readonly missing: string[] }
  | {
      readonly messageKey: 'document-received';
      readonly ticket: string;
      readonly document: string;
      readonly missing: string[];
    }
  | { readonly messageKey: 'format-problem'; readonly problems: string[] }
  | { readonly messageKey: 'already-open' | 'withdrawn-asked' | 'withdrawal-refused'; readonly ticket: string }
  | { readonly messageKey: 'status-report'; readonly lines: string[] }
  | { readonly messageKey: 'file-unusable'; readonly problem: 'wrong-type' | 'audio' | 'video' };

/** Replies in a conversation, in its sequence. The conversation's row stays locked until the transaction ends. */
export async function replyToCitizen(
  tx: Tx,
  conversationId: string,
  reply: Reply,
  applicationId?: string,
  /** What else the same message wanted, in words; named behind the answer. */
  also: readonly string[] = [],
): Promise<void> {
  const [row] = await tx.query<{ replies: number }>(
    'update conversation set replies = replies + 1 where id = $1 returning replies',
    [conversationId],
  );
  if (!row) throw new Error('a reply needs its conversation');
  const { messageKey, ...variables } = reply;
  await tx.emit(ConversationReplied, {
    conversationId,
    sequence: row.replies,
    messageKey,
    variables: also.length === 0 ? variables : { ...variables, also: [...also] },
    ...(applicationId ? { applicationId } : {}),
  });
}

/**
 * Locks the conversation an application came from, before the application itself: one order everywhere, so that nobody
 * waits in a circle.
 * @returns its id, if there is one
 */
export async function lockConversationOf(tx: Tx, applicationId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `select id from conversation where id = (select conversation_id from application where id = $1) for update`,
    [applicationId],
  );
  return row?.id;
}
