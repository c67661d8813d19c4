import { Injectable } from '@nestjs/common';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { aboutApplication } from './later-act.js';
import { moveApplication } from './move-application.js';
import { Patience } from './patience.js';
import type { DueWork } from './poll.js';

/**
 * While the register's network is away for longer than a moment, every request that needs it is held and its citizen told;
 * when it is back, they go on. One batch at a time, so that a long queue holds up nobody.
 */
@Injectable()
export class HoldForNetwork implements DueWork {
  readonly name = 'hold for network';
  readonly everyMs = 1_000;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  run(limit: number): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      // Down is a link all of whose ways are lost; those who see it may see it differently: one of them is enough.
      const [link] = await tx.query<{ lost: boolean; long: boolean }>(
        `select coalesce(bool_or(lost), false) as lost, coalesce(bool_or(lost and since <= now() - $1::float8 * interval '1 second'), false) as long
           from (select seen_by, bool_and(lost) as lost, max(since) as since from link_seen
                  where link = 'diskominfo' group by seen_by) seen`,
        [this.patience.networkHoldAfterSeconds],
      );
      if (!link || (link.lost && !link.long)) return 0;
      const due = await tx.query<{ id: string; traceparent: string | null }>(
        `select id, traceparent from application
          where state = 'checking_register' and (coalesce((waits ->> 'network')::int, 0) > 0) <> $2
          order by created_at desc limit $1 for update skip locked`,
        [limit, link.lost],
      );
      const fact = link.lost ? 'network lost' : 'network restored';
      for (const { id, traceparent } of due) {
        await inSpan(fact, aboutApplication(id, traceparent), () =>
          moveApplication(tx, id, { fact }, {}, this.patience.expireAfterDays),
        );
      }
      return due.length;
    });
  }
}
