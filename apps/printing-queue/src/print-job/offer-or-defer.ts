import { PrintingDeferred, PrintingResumed, PrintJobOffered, type HoldCause } from '#contracts';
import type { Tx } from '#outbox';

/** What every event of a job carries. */
export interface JobFacts {
  readonly id: string;
  readonly applicationId: string;
  readonly answers: number;
  readonly office: string;
}

export const factsOf = ({ id, applicationId, answers, office }: JobFacts) => ({
  jobId: id,
  applicationId,
  answers,
  office,
});

const atOnce = 500;

/**
 * Weighs what an office can print now and tells its queued jobs: deferred with the cause when it cannot, resumed and
 * offered when it can again. Each job hears of each change once. Called after every change of stock or line, and by the
 * sweep, which finishes what was too much for one go.
 */
export async function weighOffice(tx: Tx, office: string): Promise<void> {
  // One at a time for an office: a job queued while the last blank goes must not be forgotten between the two.
  await tx.query("select pg_advisory_xact_lock(hashtext('printing-queue.office'), hashtext($1))", [office]);
  const cause = await obstacleOf(tx, office);
  const changed = await tx.query<JobFacts & { before: HoldCause | null }>(
    `with waiting as (
       select id, deferred_for as before from print_job
        where office = $1 and state = 'queued' and deferred_for is distinct from $2
        order by queued_at limit ${atOnce} for update skip locked)
     update print_job set deferred_for = $2 from waiting where print_job.id = waiting.id
     returning print_job.id, application_id as "applicationId", answers, office, waiting.before`,
    [office, cause],
  );
  for (const { before, ...job } of changed) {
    if (before) await tx.emit(PrintingResumed, { ...factsOf(job), cause: before });
    if (cause) await tx.emit(PrintingDeferred, { ...factsOf(job), cause });
    else await tx.emit(PrintJobOffered, factsOf(job));
  }
}

/** What keeps a whole office from printing, or null. */
export async function obstacleOf(tx: Tx, office: string): Promise<HoldCause | null> {
  const [facts] = await tx.query<{ blanks: boolean; lineDown: boolean }>(
    `select exists (select 1 from blank join station using (station_id) where office = $1 and blank.state = 'in_stock') as blanks,
            exists (select 1 from link_lost where link = 'diskominfo-print' and lost)
              -- Only the official software prints through SIAK; an office with another way goes on.
              and exists (select 1 from station where office = $1 and driver is not null)
              and not exists (select 1 from station where office = $1 and driver <> 'manual') as "lineDown"`,
    [office],
  );
  if (facts?.lineDown) return 'network';
  return facts?.blanks ? null : 'blanks';
}
