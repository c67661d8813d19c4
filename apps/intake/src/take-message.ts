import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, WhatsappMessageReceived } from '#contracts';
import { attribute, counter, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { AnswerMessage } from './answer-message.js';
import { LodgeByMessage } from './complaint/lodge-by-message.js';
import { leaveToClerk } from './handover/leave-to-clerk.js';
import { noteSource } from './outreach/note-source.js';
import { meetCitizen } from './meet-citizen.js';
import { messagesBefore } from './messages-before.js';
import { PersonalData } from './personal-data.js';
import { NotificationsSeal } from './reply-as-clerk.js';
import { settleMessage } from './settle-message.js';
import { readMessage, type StoredMessage } from './stored-message.js';

const outcomes = counter('loket_message_outcomes_total', 'Citizens’ messages by what became of them', ['outcome']);

/** A stored message of a citizen: meets them, answers, and keeps what became of the message, exactly once. */
@Controller()
export class TakeMessage {
  constructor(
    private readonly personalData: PersonalData,
    private readonly notificationsSeal: NotificationsSeal,
    private readonly answerMessage: AnswerMessage,
    private readonly lodgeByMessage: LodgeByMessage,
  ) {}

  @EventPattern<string>('intake.take-message')
  async handle(@Payload() { data }: Received<typeof WhatsappMessageReceived>, @Ctx() tx: Tx): Promise<void> {
    const message = await readMessage(tx, data.messageId, this.personalData);
    const conversationId = await meetCitizen(tx, message, this.personalData, this.notificationsSeal);
    describeSpan({ [attribute.conversationId]: conversationId });
    const before = await messagesBefore(tx, message.id);
    // A later one came first, and has done this one's work.
    if (!before) return;
    for (const id of before) await this.take(tx, conversationId, await readMessage(tx, id, this.personalData));
    await this.take(tx, conversationId, message);
  }

  private async take(tx: Tx, conversationId: string, written: StoredMessage): Promise<void> {
    const message = await noteSource(tx, conversationId, written);
    const outcome =
      (await leaveToClerk(tx, conversationId, message)) ??
      (await this.lodgeByMessage.takeWords(tx, conversationId, message)) ??
      (await this.answerMessage.answer(tx, conversationId, message));
    await settleMessage(tx, message.id, outcome, conversationId);
    tx.afterCommit(() => outcomes.inc({ outcome }));
  }
}
