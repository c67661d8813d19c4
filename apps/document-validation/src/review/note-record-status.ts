import { RecordPrintReady, RecordWaitChanged } from '#contracts';
import type { Tx } from '#outbox';
import { z } from 'zod';
import { standingOf } from '../register/record-status.js';
import { type ReviewRow, reviewColumns } from './review.row.js';
import { noteAct, settleReview } from './settle-review.js';

/** A record's status as it stands now, with what it means. */
export const notedRecord = z.object({
  applicationId: z.uuid(),
  status: z.string(),
  printable: z.boolean(),
  meaning: z.string().nullable(),
  nextStep: z.string().nullable(),
  /** True once the request has gone on because of it. */
  printReady: z.boolean(),
});

/**
 * Keeps a status of the biometric record and says what follows from it: who is waited for, or that the card may be printed.
 * @param raw as SIAK shows it
 * @param by whoever saw it
 */
export async function noteRecordStatus(
  tx: Tx,
  review: ReviewRow,
  raw: string,
  by: string,
): Promise<z.infer<typeof notedRecord>> {
  const applicationId = review.application_id;
  const standing = standingOf(raw);
  const status = standing?.status ?? raw;
  const printable = standing?.printable ?? false;
  await noteStatus(tx, applicationId, status, by);
  const cause = standing?.waitsFor;
  // Said again where the same is mirrored again: the first one may have been overtaken.
  if (cause && cause !== review.cause && review.closed_at === null) {
    await tx.emit(RecordWaitChanged, { applicationId, answers: review.answers, cause });
  }
  if (printable && review.closed_at === null) {
    await settleReview(tx, review, { clerk: by, task: 'mirror-record', outcome: { status }, now: new Date() });
    await tx.emit(RecordPrintReady, { applicationId, answers: review.answers });
  }
  return {
    applicationId,
    status,
    printable,
    meaning: standing?.meaning ?? null,
    nextStep: standing?.nextStep ?? null,
    printReady: printable && review.closed_as !== 'withdrawn',
  };
}

/** The newest task to mirror this record, locked. */
export async function findAwaitedRecord(tx: Tx, applicationId: string): Promise<ReviewRow | undefined> {
  const [row] = await tx.query<ReviewRow>(
    `select ${reviewColumns} from review r join application a on a.id = r.application_id
      where r.application_id = $1 and r.task = 'mirror-record' order by r.answers desc limit 1 for update of r`,
    [applicationId],
  );
  return row;
}

async function noteStatus(tx: Tx, applicationId: string, status: string, by: string): Promise<void> {
  const changed = await tx.query(
    `insert into record_status (application_id, status, noted_by)
     select $1, $2, $3
      where $2 is distinct from (select status from record_status where application_id = $1 order by id desc limit 1)
     returning 1`,
    [applicationId, status, by],
  );
  if (changed.length > 0) await noteAct(tx, applicationId, null, 'note-record-status', by);
}
