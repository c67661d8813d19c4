import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, WhatsappMessageChanged } from '#contracts';
import { NotYet, Permanent } from '#messaging';
import { attribute, counter, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import type { EditEvent, RevokeEvent } from '#whatsapp';
import { AnswerMessage } from './answer-message.js';
import type { MessageOutcome } from './settle-message.js';
import { PersonalData } from './personal-data.js';
import { replyToCitizen } from './reply-to-citizen.js';
import { settleMessage } from './settle-message.js';
import { TakePhotoBack } from './take-photo-back.js';

const changes = counter('loket_message_changes_total', 'Edited and deleted messages by what became of them', [
  'change',
  'outcome',
]);

interface Original {
  readonly id: string;
  readonly outcome: MessageOutcome | null;
  readonly conversation_id: string | null;
}

/**
 * A citizen has edited or deleted a message. What is registered stays as it was written, and they are told so. Two changes do
 * help them: a request line that was refused and is now right, and a photo taken back before the file is handed in.
 */
@Controller()
export class TakeChange {
  constructor(
    private readonly personalData: PersonalData,
    private readonly answerMessage: AnswerMessage,
    private readonly takePhotoBack: TakePhotoBack,
  ) {}

  @EventPattern<string>('intake.take-change')
  async handle(@Payload() { data }: Received<typeof WhatsappMessageChanged>, @Ctx() tx: Tx): Promise<void> {
    const { change, at } = await this.readChange(tx, data.messageId);
    const [original] = await tx.query<Original>(
      `select m.id, o.kind as outcome, o.conversation_id
         from webhook_message m left join message_outcome o on o.id = m.id where m.event_key = $1 and m.kind = 'message'`,
      [this.personalData.index('event', change.originalEventKey)],
    );
    if (original && original.outcome === null) throw new NotYet('the message itself is not handled yet');
    const outcome = original?.conversation_id
      ? await this.weigh(tx, { ...original, conversation_id: original.conversation_id }, data.messageId, change, at)
      : 'filed';
    await settleMessage(tx, data.messageId, outcome, original?.conversation_id ?? null);
    changes.inc({ change: change.kind, outcome });
  }

  private async weigh(
    tx: Tx,
    original: Original & { readonly conversation_id: string },
    changeId: string,
    change: EditEvent | RevokeEvent,
    at: Date,
  ): Promise<MessageOutcome> {
    const { id, outcome, conversation_id: conversationId } = original;
    describeSpan({ [attribute.conversationId]: conversationId });
    const [conversation] = await tx.query<{ is_handed_over: boolean }>(
      `select exists (select 1 from handover h where h.conversation_id = conversation.id and h.closed_at is null) as is_handed_over
         from conversation where id = $1 for update`,
      [conversationId],
    );
    if (change.kind === 'revoke') {
      const photo = await this.takePhotoBack.take(tx, id, conversationId);
      if (photo !== 'no photo') return photo;
    } else if (change.content?.kind === 'text' && outcome === 'answered' && conversation?.is_handed_over === false) {
      // Whole in itself: read as if it had been sent like this. An answer to a question would go to the next question.
      const { content, sender, providerMessageId, accountId } = change;
      if (this.answerMessage.readLine(content.text)) {
        return this.answerMessage.answer(tx, conversationId, {
          ...{ id: changeId, sender, content, providerMessageId, accountId },
          occurredAt: at,
        });
      }
    }
    const matters = outcome === 'taken' || (outcome === 'answered' && change.kind === 'edit');
    if (!matters || (await wasJustSaid(tx, conversationId))) return 'filed';
    await replyToCitizen(tx, conversationId, { messageKey: 'change-noted', change: change.kind });
    return 'answered';
  }

  private async readChange(
    tx: Tx,
    id: string,
  ): Promise<{ readonly change: EditEvent | RevokeEvent; readonly at: Date }> {
    const [row] = await tx.query<{ sealed_event: string | null; occurred_at: Date }>(
      "select sealed_event, occurred_at from webhook_message where id = $1 and kind in ('edit', 'revoke')",
      [id],
    );
    if (!row?.sealed_event) throw new Permanent('no such change, or its text is erased');
    // Written by store-webhook.ts and authenticated by its seal: the shape is our own.
    const change = JSON.parse(this.personalData.open(row.sealed_event, `webhook_message:${id}`)) as
      EditEvent | RevokeEvent;
    return { change, at: row.occurred_at };
  }
}

/** Who corrects a message letter by letter is told once. */
async function wasJustSaid(tx: Tx, conversationId: string): Promise<boolean> {
  const [last] = await tx.query<{ message_key: string }>(
    'select message_key from conversation_reply where conversation_id = $1 order by sequence desc limit 1',
    [conversationId],
  );
  return last?.message_key === 'change-noted';
}
