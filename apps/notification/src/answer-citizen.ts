import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ConversationReplied, Received } from '#contracts';
import { Permanent } from '#messaging';
import type { Tx } from '#outbox';
import { findReplyMessage } from './catalogue/catalogue.js';
import { freeText } from './catalogue/free-text.js';
import { lockSubject, queueMessage } from './queue-message.js';

/** Words a reply of the conversation. What is asked for must be in the catalogue and fit it: else it is parked, unsent. */
@Controller()
export class AnswerCitizen {
  @EventPattern<string>('notification.answer-citizen')
  async handle(@Payload() event: Received<typeof ConversationReplied>, @Ctx() tx: Tx): Promise<void> {
    const { conversationId, sequence, messageKey, variables, sealedText, applicationId } = event.data;
    if (findReplyMessage(messageKey) === undefined) throw new Permanent(`no message ${messageKey} in the catalogue`);
    if ((messageKey === freeText.key) !== (sealedText !== undefined)) {
      throw new Permanent('sealed words belong to free-text, and to nothing else');
    }
    await lockSubject(tx, conversationId, conversationId);
    // From now on it is known whose request this is: its announcements and these replies keep one order.
    if (applicationId !== undefined) await lockSubject(tx, applicationId, conversationId);
    await queueMessage(tx, {
      about: conversationId,
      aboutKind: 'conversation',
      applicationId,
      fact: `${messageKey}#${sequence}`,
      messageKey,
      sequence,
      variables,
      sealedText,
      announcedAt: event.time,
      lane: conversationId,
      causedBy: event.id,
      correlationId: event.correlationId,
      superseded: false,
    });
  }
}
