import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { DataOf, LinkLost, LinkRestored, Received } from '#contracts';
import type { Tx } from '#outbox';

/** An outside network went or came: noted by the newest word of each observer; hold-for-network.ts draws the consequences. */
@Controller()
export class LinkChanged {
  @EventPattern<string>('intake.link-changed')
  async handle(
    @Payload() event: Received<typeof LinkLost> | Received<typeof LinkRestored>,
    @Ctx() tx: Tx,
  ): Promise<void> {
    const { link, way, seenBy, since } = event.data;
    await noteLink(tx, { link, way, seenBy, since, lost: event.type === 'link.lost' });
  }
}

/** Keeps the newest word of one observer about one way of a link. */
export async function noteLink(
  tx: Tx,
  word: Pick<DataOf<typeof LinkLost>, 'link' | 'way' | 'seenBy' | 'since'> & { readonly lost: boolean },
): Promise<void> {
  await tx.query(
    `insert into link_seen (link, way, seen_by, lost, since) values ($1, $2, $3, $4, $5)
     on conflict (link, way, seen_by) do update set lost = excluded.lost, since = excluded.since
      where link_seen.since < excluded.since`,
    [word.link, word.way, word.seenBy, word.lost, word.since],
  );
}
