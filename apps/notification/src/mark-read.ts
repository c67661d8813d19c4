import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ConversationContacted, Received } from '#contracts';
import { type SealPrivateKeys, unseal } from '#document-store';
import type { Attempt } from '#messaging';
import { counter } from '#observability';
import { WhatsappLine } from './sending/whatsapp-line.js';

/** Injects the keys that open what is sealed for this service. */
export const SEAL_KEYS = Symbol('the private seal keys');

const marks = counter('loket_whatsapp_read_marks_total', 'Read marks by what became of them', ['outcome']);

/** Later it is of no use: the answer itself has come, or nobody looks at the phone any more. */
const latestMs = 30_000;

/**
 * Shows the citizen that their message was read, and that an answer is being written. A courtesy: tried once, never waited
 * for, and left out while the line is down.
 */
@Controller()
export class MarkRead {
  constructor(
    private readonly line: WhatsappLine,
    @Inject(SEAL_KEYS) private readonly keys: SealPrivateKeys,
  ) {}

  @EventPattern<string>('notification.mark-read')
  async handle(@Payload() event: Received<typeof ConversationContacted>, @Ctx() attempt: Attempt): Promise<void> {
    const { conversationId, sealedMessageId, isAnswered = false } = event.data;
    if (sealedMessageId === undefined || !this.line.open || Date.now() - event.time.getTime() > latestMs) {
      marks.inc({ outcome: 'left out' });
      return;
    }
    const providerMessageId = unseal(this.keys, sealedMessageId, `conversation.contacted:${conversationId}`);
    const isDone = await this.line.markRead(providerMessageId, isAnswered, attempt.signal);
    marks.inc({ outcome: isDone ? 'done' : 'failed' });
  }
}
