import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { LinkLost, LinkRestored, Received } from '#contracts';
import type { Tx } from '#outbox';
import { weighOffice } from './print-job/offer-or-defer.js';

/** SIAK's printing line goes or comes back: what can be printed only through it waits or goes on (domain 8.1). */
@Controller()
export class LinkChanged {
  @EventPattern<string>('printing-queue.link-changed')
  async handle(
    @Payload() event: Received<typeof LinkLost> | Received<typeof LinkRestored>,
    @Ctx() tx: Tx,
  ): Promise<void> {
    const { link, seenBy, since } = event.data;
    if (link !== 'diskominfo-print') return;
    await notePrintLine(tx, { seenBy, since, lost: event.type === 'link.lost' });
  }
}

/** Notes what somebody says of the printing line, the newest word of each, and weighs every office anew. */
export async function notePrintLine(
  tx: Tx,
  word: { readonly seenBy: string; readonly since: string; readonly lost: boolean },
): Promise<void> {
  const changed = await tx.query(
    `insert into link_lost (link, seen_by, since, lost) values ('diskominfo-print', $1, $2, $3)
     on conflict (link, seen_by) do update set since = excluded.since, lost = excluded.lost
      where link_lost.since < excluded.since returning 1`,
    [word.seenBy, word.since, word.lost],
  );
  if (changed.length === 0) return;
  const offices = await tx.query<{ office: string }>('select distinct office from station order by office');
  for (const { office } of offices) await weighOffice(tx, office);
}
