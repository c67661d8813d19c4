import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { decryptField, encryptField, type KeyRing } from '#document-store';
import { logger } from '#observability';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from './config.js';
import { bodyPlace } from './keep-parked-messages.js';
import { placeOf } from './second-factor/second-factors.js';

const log = logger('keys');
const everyMs = 10 * 60_000;
const portion = 500;

/** All that the console seals: a table, its key, its sealed column, and to what the seal is bound. */
const seals = [
  { table: 'second_factor', key: 'username', column: 'sealed_secret', place: placeOf },
  { table: 'parked_message', key: 'id', column: 'body', place: bodyPlace },
] as const;

/**
 * Writes anew what lies under an older data key; nothing to do while LOKET_KEY names one. A value is replaced only where it is
 * still the one that was read.
 * @returns how many values
 */
export async function rewriteOldSeals(dataSource: DataSource, keys: KeyRing): Promise<number> {
  if (keys.all.length < 2) return 0;
  let rewritten = 0;
  for (const { table, key, column, place } of seals) {
    for (;;) {
      const rows = await queryRows<{ id: string; sealed: string }>(
        dataSource,
        `select ${key}::text as id, ${column} as sealed from ${table}
          where ${column} is not null and split_part(${column}, '.', 2) <> $1 limit ${portion}`,
        [keys.current.id],
      );
      for (const { id, sealed } of rows) {
        const fresh = encryptField(keys, decryptField(keys, sealed, place(id)), place(id));
        await queryRows(
          dataSource,
          `update ${table} set ${column} = $3 where ${key}::text = $1 and ${column} = $2 returning 1`,
          [id, sealed, fresh],
        );
      }
      rewritten += rows.length;
      if (rows.length < portion) break;
    }
  }
  return rewritten;
}

/** Looks when the console starts and every ten minutes; says so once all is under the newest key. */
@Injectable()
export class RewriteOldSeals implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'LOKET_KEY'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.LOKET_KEY.all.length < 2) return;
    void this.look();
    this.timer = setInterval(() => void this.look(), everyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const count = await rewriteOldSeals(this.dataSource, this.config.LOKET_KEY);
      log.info({ count }, 'all that the console seals lies under the newest key; the older ones may leave LOKET_KEY');
    } catch (error) {
      log.warn({ err: error }, 'could not write anew what lies under an older key; trying again');
    }
  }
}
