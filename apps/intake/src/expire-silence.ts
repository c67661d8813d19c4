import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { moveApplication } from './move-application.js';
import { Patience } from './patience.js';
import type { Due, DueWork } from './poll.js';

/** A file with a document that is still with the gateway is not silent: the network is. */
const isDue = `deadline <= now() and not exists (
  select 1 from document d where d.application_id = application.id and d.state = 'announced')`;

/** A request whose citizen has not answered in time expires; a document wakes it up again. */
@Injectable()
export class ExpireSilence implements DueWork {
  readonly name = 'expire silence';
  readonly everyMs = 5_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(`select id, traceparent from application where ${isDue} order by deadline limit $1`, [
      limit,
    ]);
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query(`select 1 from application where id = $1 and ${isDue} for update skip locked`, [id]);
      if (due.length === 0) return;
      await moveApplication(tx, id, { fact: 'silence' }, {}, this.patience);
    });
  }
}
