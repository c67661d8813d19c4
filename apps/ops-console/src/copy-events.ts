import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Incoming } from '#messaging';
import type { Tx } from '#outbox';
import { changesOf } from './changes/changes.js';
import { changesChannel } from './changes/hear-changes.js';
import { copiedEvent } from './event-copy/copied-event.js';
import { project } from './event-copy/projections.js';
import { PLACES, type Places } from './places.js';
import { requestsOf } from './reports/project-facts.js';

/** Held by those who copy (shared) and by who makes the projections anew (alone). */
export const copyLock = "hashtext('loket-projections')";

/** Keeps every event and takes it into the projections, in one transaction. */
@Controller()
export class CopyEvents {
  constructor(@Inject(PLACES) private readonly places: Pick<Places, 'calendar'>) {}

  @EventPattern<string>('ops-console.copy-events')
  async handle(@Payload() events: readonly Incoming[], @Ctx() tx: Tx): Promise<void> {
    const copies = events.map(copiedEvent);
    // Sent together: the second waits in the database until the first has the lock.
    const requests = requestsOf(copies);
    const locked = tx.query(`select pg_advisory_xact_lock_shared(${copyLock})`);
    const inserted = tx.query<{ id: string }>(
      `insert into event (id, type, version, subject, application_id, sequence, time, source, correlation_id, causation_id,
                          trace_id, traceparent, data)
       select id, type, version, subject, application_id, sequence, time, source, correlation_id, causation_id,
              trace_id, traceparent, data
         from jsonb_to_recordset($1::jsonb) as said (id uuid, type text, version int, subject text, application_id uuid,
              sequence int, time timestamptz, source text, correlation_id text, causation_id text, trace_id text,
              traceparent text, data jsonb)
       on conflict (id) do nothing returning id`,
      [JSON.stringify(copies)],
    );
    const [kept] = await Promise.all([inserted, locked]);
    const ids = new Set(kept.map((row) => row.id));
    const fresh = copies.filter(({ id }) => ids.has(id.toLowerCase()));
    await project(tx, fresh, requests, this.places.calendar);
    if (fresh.length === 0) return;
    // Heard once this has committed, by every replica: open pages look again (changes/hear-changes.ts).
    const changes = changesOf(fresh);
    await tx.query('select pg_notify($1, $2)', [changesChannel, JSON.stringify(changes)]);
  }
}
