import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Tx } from '#outbox';
import type { AnnouncementReceived } from './flow.js';
import { mergeAnnouncements } from './merge-announcements.js';
import { PACING, type Pacing } from './pacing.js';
import { lockSubject, queueMessage } from './queue-message.js';

/**
 * Gives every announcement its one message. Retries overtake: an announcement older than what the citizen was told
 * already is kept as superseded and never sent; so is one whose successor came before it left.
 */
@Controller()
export class TellCitizen {
  constructor(@Inject(PACING) private readonly pacing: Pacing) {}

  @EventPattern<string>('notification.tell-citizen')
  async handle(@Payload() event: AnnouncementReceived, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, sequence } = event.data;
    const subject = await lockSubject(tx, applicationId);
    const fact = `${event.type}#${sequence}`;
    // Said once more: its first copy may wait still, and nothing takes its own place.
    const twice = await tx.query('select 1 from outgoing where about = $1 and fact = $2', [applicationId, fact]);
    if (twice.length > 0) return;
    const place = await mergeAnnouncements(
      tx,
      event,
      { sequence: subject.told, agoMs: subject.toldAgoMs },
      this.pacing.mergeMs,
    );
    await queueMessage(tx, {
      about: applicationId,
      aboutKind: 'application',
      applicationId,
      fact,
      messageKey: event.type,
      sequence,
      variables: event.data,
      announcedAt: event.time,
      lane: subject.lane,
      causedBy: event.id,
      correlationId: event.correlationId,
      ...place,
    });
  }
}
