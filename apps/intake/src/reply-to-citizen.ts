import type { SurveyElement } from '#civil-registry';
import { type ComplaintAbout, ConversationReplied } from '#contracts';
import type { Tx } from '#outbox';
import { publicNotices } from './capability-changed.js';

type PlainAnswer =
  | 'fee'
  | 'pickup-rules'
  | 'home-visit'
  | 'interim-paper'
  | 'digital-identity'
  | 'nik-trouble'
  | 'data-rights'
  | 'other-service'
  | 'survey-thanks'
  | 'village-bulletin'
  | 'bulletins-joined'
  | 'bulletins-left'
  | 'off-topic'
  | 'closing-words'
  | 'send-documents';
type AnswerWithOffices = 'opening-hours' | 'recording-in-person';

/** What intake says in a conversation: keys of notification's catalogue with their variables; never personal data. */
export type Reply =
  | { readonly messageKey: 'greeting' | 'which-service' | 'status-none' | 'nothing-to-withdraw' | 'confirm-withdrawal' }
  | { readonly messageKey: 'requirements'; readonly kind: string }
  | { readonly messageKey: 'which-requirements' | 'which-reprint' }
  | { readonly messageKey: 'blank-stock'; readonly lines: string[] }
  | {
      readonly messageKey: 'ask-particular';
      readonly question: string;
      readonly problems: string[];
      readonly kind?: string;
      readonly begins?: string;
      readonly reminds?: string;
      readonly offices?: string[];
    }
  | {
      readonly messageKey: 'ask-yes-or-no';
      readonly question: string;
      readonly kind?: string;
      readonly begins?: string;
      readonly reminds?: string;
    }
  | { readonly messageKey: 'change-comes-first' | 'family-card-first'; readonly kind?: string }
  | { readonly messageKey: 'request-refused'; readonly problems: string[] }
  | { readonly messageKey: 'form-dropped' }
  | { readonly messageKey: 'pickup-office-chosen'; readonly ticket: string; readonly office: string }
  | { readonly messageKey: 'ask-survey'; readonly ticket: string }
  | { readonly messageKey: 'ask-survey-element'; readonly element: SurveyElement }
  | { readonly messageKey: 'survey-problem'; readonly problem: 'marks' | 'count' | 'element' }
  | { readonly messageKey: PlainAnswer }
  | { readonly messageKey: AnswerWithOffices; readonly offices: string[] }
  /** `from`: when the office opens, where it is shut now. */
  | { readonly messageKey: 'handed-to-clerk'; readonly from?: string }
  | { readonly messageKey: 'not-understood-again'; readonly offices: string[]; readonly from?: string }
  | { readonly messageKey: 'handed-back' }
  | { readonly messageKey: 'complaint-words'; readonly about: ComplaintAbout }
  | {
      readonly messageKey: 'complaint-opened';
      readonly number: string;
      readonly about: ComplaintAbout;
      readonly dueAt: string;
    }
  | {
      readonly messageKey: 'draft-opened';
      readonly ticket: string;
      readonly missing: string[];
      readonly office?: string;
    }
  | {
      readonly messageKey: 'document-received';
      readonly ticket: string;
      readonly document: string;
      readonly missing: string[];
      /** By place, what each photo is taken for, `''` for nothing; empty where each was named. */
      readonly guesses: string[];
      /** What else it may be. */
      readonly others: string[];
    }
  /** `nth`: the photo's place, counted from 1. */
  | { readonly messageKey: 'which-document'; readonly ticket: string; readonly nth: string; readonly others: string[] }
  | {
      readonly messageKey: 'document-renamed';
      readonly ticket: string;
      readonly nth: string;
      readonly document: string;
      /** `noted`: the file is past its check, and whoever decides sees the name. */
      readonly looks: 'still-open' | 'noted';
      readonly missing: string[];
    }
  | { readonly messageKey: 'photo-taken-back'; readonly ticket: string; readonly missing: string[] }
  | { readonly messageKey: 'change-noted'; readonly change: 'edit' | 'revoke'; readonly ticket?: string }
  /** `until`: when the request is closed, an instant. */
  | {
      readonly messageKey: 'still-waiting';
      readonly ticket: string;
      readonly missing: string[];
      readonly until: string;
    }
  | { readonly messageKey: 'format-problem'; readonly problems: string[] }
  | { readonly messageKey: 'already-open' | 'withdrawn-asked' | 'withdrawal-refused'; readonly ticket: string }
  | { readonly messageKey: 'status-report'; readonly lines: string[] }
  | { readonly messageKey: 'file-unusable'; readonly problem: 'wrong-type' | 'audio' | 'video' };

/** What is told even while a person answers: it is news, not talk. */
const toldAnyway: readonly Reply['messageKey'][] = ['withdrawal-refused', 'still-waiting'];

/**
 * Replies in a conversation, in its sequence, and keeps the reply for its transcript. Says nothing while a person of the staff
 * answers there. The conversation's row stays locked until the transaction ends.
 */
export async function replyToCitizen(
  tx: Tx,
  conversationId: string,
  reply: Reply,
  applicationId?: string,
  /** What else the same message wanted, in words; named behind the answer. */
  also: readonly string[] = [],
): Promise<void> {
  const { messageKey, ...own } = reply;
  // Whoever begins reads first what does not work just now.
  const notices = messageKey === 'greeting' ? await publicNotices(tx) : [];
  const variables = {
    ...own,
    ...(also.length === 0 ? {} : { also: [...also] }),
    ...(notices.length === 0 ? {} : { notices }),
  };
  const [row] = await tx.query<{ sequence: number }>(
    `with counted as (
       update conversation set replies = replies + 1
        where id = $1 and ($4 or not exists (select 1 from handover where conversation_id = $1 and closed_at is null))
       returning replies)
     insert into conversation_reply (conversation_id, sequence, message_key, variables)
     select $1, replies, $2, $3 from counted returning sequence`,
    [conversationId, messageKey, JSON.stringify(variables), toldAnyway.includes(messageKey)],
  );
  if (!row) return;
  await tx.emit(ConversationReplied, {
    conversationId,
    sequence: row.sequence,
    messageKey,
    variables,
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
