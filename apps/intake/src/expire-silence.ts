import { Injectable } from '@nestjs/common';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { aboutApplication } from './later-act.js';
import { moveApplication } from './move-application.js';
import { Patience } from './patience.js';
import type { DueWork } from './poll.js';

/** A request whose citizen has not answered in time expires; a document wakes it up again. */
@Injectable()
export class ExpireSilence implements DueWork {
  readonly name = 'expire silence';
  readonly everyMs = 5_000;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  run(limit: number): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<{ id: string; traceparent: string | null }>(
        `select id, traceparent from application where deadline <= now()
            and not exists (select 1 from document d where d.application_id = application.id and d.state = 'announced')
          order by deadline limit $1 for update skip locked`,
        [limit],
      );
      for (const { id, traceparent } of due) {
        await inSpan('expire silence', aboutApplication(id, traceparent), () =>
          moveApplication(tx, id, { fact: 'silence' }, {}, this.patience.expireAfterDays),
        );
      }
      return due.length;
    });
  }
}
