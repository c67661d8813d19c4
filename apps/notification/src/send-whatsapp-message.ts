import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { MessageQueued, Received } from '#contracts';
import { type Attempt, Permanent } from '#messaging';
import { attribute, describeSpan } from '#observability';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '#outbox';
import type { Outgoing } from './outgoing.js';
import { giveUpClaim } from './sending/claim-next.js';
import type { Contact } from './sending/read-contact.js';
import { SendLane } from './sending/send-lane.js';

/**
 * Sends what waits for the person a message is for. `sending` is committed before anything leaves and the outcome after it,
 * each in its own transaction: a message that is delivered again while it is `sending` by somebody who is gone is unknown.
 */
@Controller()
export class SendWhatsappMessage {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly sendLane: SendLane,
  ) {}

  @EventPattern<string>('notification.send-whatsapp-message')
  async handle(@Payload() event: Received<typeof MessageQueued>, @Ctx() attempt: Attempt): Promise<void> {
    const [message] = await queryRows<Outgoing>(this.dataSource, 'select * from outgoing where id = $1', [
      event.data.messageId,
    ]);
    if (!message) throw new Permanent('no such message');
    if (message.application_id !== null) describeSpan({ [attribute.applicationId]: message.application_id });
    if (message.state === 'sending' && message.claimed_by !== this.sendLane.process) {
      await giveUpClaim(this.unitOfWork, message);
    } else if (message.state !== 'queued') return;
    const contacts = new Map<string, Contact>();
    const lane = message.lane ?? (await this.sendLane.findLane(message, contacts));
    if (lane !== undefined) return this.sendLane.send(lane, contacts, attempt.signal);
    const [ended] = await queryRows<{ error_class: string }>(
      this.dataSource,
      'select error_class from outgoing where id = $1',
      [message.id],
    );
    if (ended?.error_class === 'unknown-subject') throw new Permanent('intake knows no such request or conversation');
  }
}
