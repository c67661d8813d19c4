import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { logger } from '#observability';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';

const log = logger('sweep');
const everyMs = 10 * 60_000;
const portion = 2_000;

/** What goes, and when. Events stay; they are the long memory. */
const sweeps: readonly (readonly [table: string, over: string])[] = [
  // A span may come before the event that says whose trace it is: an hour is ample.
  [
    'span',
    `received_at < now() - interval '30 days' or (received_at < now() - interval '1 hour'
       and not exists (select 1 from application_trace t where t.trace_id = span.trace_id))`,
  ],
  ['session', "expires_at < now() or seen_at < now() - interval '1 hour'"],
  ['used_assertion', "expires_at < now() - interval '10 minutes'"],
  ['sign_in_limit', 'expire < extract(epoch from now()) * 1000'],
  // A parked body is a personal-data store of its own: with the replay window its use is over.
  ['parked_message', "state <> 'open' and parked_at < now() - interval '90 days'"],
];

/** Deletes what is over, in small portions. @returns how many rows went */
export async function sweepOldRows(dataSource: DataSource): Promise<number> {
  let gone = 0;
  for (const [table, over] of sweeps) {
    for (;;) {
      const rows = await queryRows(
        dataSource,
        `delete from ${table} where ctid in (select ctid from ${table} where ${over} limit ${portion}) returning 1`,
      );
      gone += rows.length;
      if (rows.length < portion) break;
    }
  }
  return gone;
}

/** Sweeps every ten minutes; several replicas doing so at once is harmless. */
@Injectable()
export class SweepOldRows implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly dataSource: DataSource) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      sweepOldRows(this.dataSource).catch((error: unknown) =>
        log.warn({ err: error }, 'could not delete old rows; trying again'),
      );
    }, everyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
