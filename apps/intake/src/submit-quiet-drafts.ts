import { Injectable } from '@nestjs/common';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { aboutApplication } from './later-act.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import type { DueWork } from './poll.js';
import { Territory } from './territory.js';

/** A file that has gone quiet is taken as sent, also when something is missing: the check names it all at once. */
@Injectable()
export class SubmitQuietDrafts implements DueWork {
  readonly name = 'submit quiet drafts';
  readonly everyMs = 1_000;
  private readonly judgement: FileJudgement;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    personalData: PersonalData,
    territory: Territory,
    private readonly patience: Patience,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  run(limit: number): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<{ id: string; traceparent: string | null }>(
        `select id, traceparent from application
          where quiet_at <= now() and state in ('draft', 'correction_requested')
          order by quiet_at limit $1 for update skip locked`,
        [limit],
      );
      for (const { id, traceparent } of due) {
        await inSpan('submit quiet draft', aboutApplication(id, traceparent), async () => {
          const { submitted, pending } = await considerSubmission(tx, id, true, this.judgement);
          if (submitted) return;
          // A document is still with the gateway: look again later. None at all: nothing to submit.
          await tx.query(
            'update application set quiet_at = case when $2 then now() + $3::float8 * interval \'1 second\' end where id = $1',
            [id, pending > 0, Math.max(1, this.patience.submitQuietSeconds)],
          );
        });
      }
      return due.length;
    });
  }
}
