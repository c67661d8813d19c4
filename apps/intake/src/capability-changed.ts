import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Capability, CapabilityChanged as Changed, Received } from '#contracts';
import { queryRows, type Tx } from '#outbox';
import { noteLink } from './link-changed.js';

/** Without these nobody can be looked up: who waits for the register is held as if its line had been seen down. */
const needed: readonly Capability[] = ['SIAK_LOOKUP', 'NIK_WS'];

/** The operator says what works outside: kept for the citizens' notices, and for who waits for the register. */
@Controller()
export class CapabilityChanged {
  @EventPattern<string>('intake.capability-changed')
  async handle(@Payload() event: Received<typeof Changed>, @Ctx() tx: Tx): Promise<void> {
    const { capability, state, since, publicNote } = event.data;
    const lost = state === 'down';
    await tx.query(
      `insert into capability_noted as known (capability, is_down, since, said_at, public_note) values ($1, $2, $3, $4, $5)
       on conflict (capability) do update set is_down = excluded.is_down, since = excluded.since,
         said_at = excluded.said_at, public_note = excluded.public_note
        where known.said_at < excluded.said_at`,
      [capability, lost, since, event.time, publicNote ?? null],
    );
    if (needed.includes(capability))
      await noteLink(tx, { link: 'diskominfo', way: 'primary', seenBy: `ops-console:${capability}`, since, lost });
  }
}

/** What citizens are to read now, the oldest trouble first; there are nine capabilities at most. */
export async function publicNotices(on: Parameters<typeof queryRows>[0]): Promise<string[]> {
  const rows = await queryRows<{ public_note: string }>(
    on,
    'select public_note from capability_noted where is_down and public_note is not null order by since',
  );
  return rows.map((row) => row.public_note);
}
