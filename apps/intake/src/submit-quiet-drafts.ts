import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import type { Due, DueWork } from './poll.js';
import { Territory } from './territory.js';

/** A file that has gone quiet is taken as sent, also when something is missing: the check names it all at once. */
@Injectable()
export class SubmitQuietDrafts implements DueWork {
  readonly name = 'submit quiet draft';
  readonly everyMs = 1_000;
  private readonly judgement: FileJudgement;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    personalData: PersonalData,
    territory: Territory,
    private readonly patience: Patience,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      'select id, traceparent from application where quiet_at <= now() order by quiet_at limit $1',
      [limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query(
        'select 1 from application where id = $1 and quiet_at <= now() for update skip locked',
        [id],
      );
      if (due.length === 0) return;
      const { submitted, pending } = await considerSubmission(tx, id, true, this.judgement);
      if (submitted) return;
      // A document is still with the gateway: look again later. None at all: nothing to submit.
      await tx.query(
        `update application set quiet_at = case when $2 then now() + $3::float8 * interval '1 second' end where id = $1`,
        [id, pending > 0, Math.max(1, this.patience.submitQuietSeconds)],
      );
    });
  }
}
