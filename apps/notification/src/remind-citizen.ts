import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { CardUncollected, Received } from '#contracts';
import type { Tx } from '#outbox';
import { lockSubject, queueMessage } from './queue-message.js';
import { ALERTING, type Alerting, quietForMs } from './staff/alerting.js';

/** After one of these no card lies ready any more. */
const over = [
  'application.handed-over',
  'application.withdrawn',
  'application.rejected',
  'application.expired',
] as const;

/**
 * Reminds a citizen of a card that lies ready: once for each time that printing-queue says so, in the daytime. It stands
 * where the newest announcement stands, so that the hand-over takes its place while it waits; an older reminder that has
 * not left gives way to this one.
 */
@Controller()
export class RemindCitizen {
  constructor(@Inject(ALERTING) private readonly alerting: Alerting) {}

  @EventPattern<string>('notification.remind-citizen')
  async handle(@Payload() event: Received<typeof CardUncollected>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, jobId, reminder } = event.data;
    const subject = await lockSubject(tx, applicationId);
    const fact = `${event.type}#${jobId}.${reminder}`;
    // Said once more: its first copy may wait still, and nothing takes its own place.
    const twice = await tx.query('select 1 from outgoing where about = $1 and fact = $2', [applicationId, fact]);
    if (twice.length > 0) return;
    const [newest] = await tx.query<{ sequence: number; isOver: boolean }>(
      `select sequence, message_key = any($2::text[]) as "isOver" from outgoing
        where about = $1 and about_kind = 'application' and message_key <> $3
        order by sequence desc, place desc limit 1`,
      [applicationId, over, event.type],
    );
    await tx.query(
      `update outgoing set state = 'superseded'
        where about = $1 and message_key = $2 and state = 'queued' and resent_from is null`,
      [applicationId, event.type],
    );
    await queueMessage(tx, {
      about: applicationId,
      aboutKind: 'application',
      applicationId,
      fact,
      messageKey: event.type,
      sequence: Math.max(subject.told, newest?.sequence ?? 0),
      variables: event.data,
      announcedAt: event.time,
      lane: subject.lane,
      causedBy: event.id,
      correlationId: event.correlationId,
      superseded: newest?.isOver ?? false,
      waitMs: quietForMs(new Date(), this.alerting),
    });
  }
}
