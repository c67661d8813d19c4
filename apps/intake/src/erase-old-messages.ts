import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { Patience } from './patience.js';
import type { DueWork } from './poll.js';

/** Raw posts and texts of messages are erased after their retention; the rows stay, so that a late replay is still known. */
@Injectable()
export class EraseOldMessages implements DueWork {
  readonly name = 'erase old messages';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  run(limit: number): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      let erased = 0;
      for (const [table, text] of [
        ['webhook_post', 'sealed_body'],
        ['webhook_message', 'sealed_event'],
      ] as const) {
        const rows = await tx.query(
          `update ${table} set ${text} = null where id in (
             select id from ${table} where ${text} is not null and received_at < now() - $1::float8 * interval '1 day'
              order by received_at limit $2 for update skip locked) returning 1`,
          [this.patience.messageRetentionDays, limit],
        );
        erased += rows.length;
      }
      return erased;
    });
  }
}
