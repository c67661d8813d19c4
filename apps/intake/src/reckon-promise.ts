import { Injectable } from '@nestjs/common';
import { promiseDates } from '#civil-registry';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { ApplicationRow } from './application/application.row.js';
import type { Due, DueWork } from './poll.js';
import { holdsOf } from './promise-date.js';
import { WorkingHours } from './working-hours.js';

/** A hold has begun or ended, or the hours were edited: the date of the promise is reckoned anew. */
@Injectable()
export class ReckonPromise implements DueWork {
  readonly name = 'reckon promise';
  readonly everyMs = 500;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly hours: WorkingHours,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query('select id, traceparent from application where reckon limit $1', [limit]);
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<Pick<ApplicationRow, 'office' | 'complete_since' | 'promise_days'>>(
        'select office, complete_since, promise_days from application where id = $1 and reckon for update skip locked',
        [id],
      );
      if (!row) return;
      const { complete_since: completeSince, promise_days: workingDays } = row;
      const dates =
        completeSince && workingDays
          ? promiseDates({ completeSince, workingDays }, await holdsOf(tx, id), await this.hours.of(row.office))
          : undefined;
      await tx.query('update application set reckon = false, promised_for = $2, remind_at = $3 where id = $1', [
        id,
        dates?.promisedFor ?? null,
        dates?.remindAt ?? null,
      ]);
    });
  }
}
