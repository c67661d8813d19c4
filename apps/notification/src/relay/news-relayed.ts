import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { NewsRelayed as Event, Received } from '#contracts';
import type { Tx } from '#outbox';

/**
 * A village officer has told these news: they leave the relay lists, under the device that ticked them off. Told twice is
 * told once, and a clock that runs ahead of ours does not count. What was erased meanwhile is nobody's news any more.
 */
@Controller()
export class NewsRelayed {
  @EventPattern<string>('notification.news-relayed')
  async handle(@Payload() event: Received<typeof Event>, @Ctx() tx: Tx): Promise<void> {
    const { deviceId, told } = event.data;
    await tx.query(
      `insert into told_by_relay (message_id, told_by, told_at)
       select message.id, $3, least(tick.at, now()) from unnest($1::uuid[], $2::timestamptz[]) as tick (message_id, at)
         join outgoing message on message.id = tick.message_id
       on conflict do nothing`,
      [told.map(({ messageId }) => messageId), told.map(({ at }) => at), `device:${deviceId}`],
    );
  }
}
