import { ProblemError } from '#boot';
import type { Tx } from '#outbox';
import { actOnPrintJob, type LockedJob } from '../print-job/act-on-print-job.js';
import { jobRefused } from '../print-job/job-problems.js';

/** What a person found in the tray of a job that was put aside. */
export interface Finding {
  readonly found: 'printed' | 'spoiled' | 'not-fed';
  readonly serial: string | null;
}

/**
 * Ends a job that was put aside as its tray was found. Whoever calls this has seen to the second person.
 * @throws ProblemError 409 `not-held`, `serial-needed`, `blank-not-in-stock`
 */
export async function settleNow(
  tx: Tx,
  job: LockedJob,
  { found, serial }: Finding,
  by: string,
  note: string,
): Promise<void> {
  await checkFinding(tx, job, { found, serial });
  const decision = await actOnPrintJob(tx, job, { act: 'settle', found, serial }, by, note);
  if (decision.outcome === 'refused') throw jobRefused(decision.why);
  await tx.query('insert into settlement (job_id, found, serial, note, settled_by) values ($1, $2, $3, $4, $5)', [
    job.row.id,
    found,
    job.row.serial,
    note,
    by,
  ]);
}

/** A finding that could be settled now. @throws ProblemError 409 `not-held`, `serial-needed`, `blank-not-in-stock` */
export async function checkFinding(tx: Tx, { row }: LockedJob, { found, serial }: Finding): Promise<void> {
  if (row.state !== 'held') throw jobRefused('not-held');
  const blank = serial ?? row.serial;
  if (blank === null) {
    if (found === 'not-fed') return;
    throw new ProblemError(409, 'serial-needed', 'Name the blank that was found');
  }
  const known = await tx.query(
    `select 1 from blank where serial = $1 and (state = 'in_stock' or (state = 'reserved' and job_id = $2)) for update`,
    [blank, row.id],
  );
  if (known.length === 0)
    throw new ProblemError(409, 'blank-not-in-stock', 'No such blank is in stock or bound to this job');
}
