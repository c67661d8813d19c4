import { PrintingDeferred, PrintingResumed, PrintJobOffered, type HoldCause } from '#contracts';
import type { Tx } from '#outbox';
import { findLimits, type Limits } from '../priority/find-limits.js';
import { noteObstacle } from '../losses/note-obstacle.js';
import { obstacleOf } from './weigh-stations.js';

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
type Changed = JobFacts & { readonly before: HoldCause | null; readonly wanted: HoldCause | null };

/**
 * Weighs what an office can print now and tells its queued jobs: deferred with the cause when it cannot, resumed and
 * offered when it can again. Each job hears of each change once. Called after every change of stock, line or policy, and by
 * the sweep, which finishes what was too much for one go.
 * @param fresh a job that was just queued and has not been told anything yet
 */
export async function weighOffice(tx: Tx, office: string, fresh?: JobFacts): Promise<void> {
  // One at a time for an office: a job queued while the last blank goes must not be forgotten between the two.
  await tx.query("select pg_advisory_xact_lock(hashtext('printing-queue.office'), hashtext($1))", [office]);
  const limits = await findLimits(tx, office);
  const cause = (await obstacleOf(tx, office)) ?? (limits?.isFull === true ? 'capacity' : null);
  await noteObstacle(tx, office, cause);
  const changed =
    cause === null && limits !== undefined && limits.quotas.length > 0
      ? await deferByQuota(tx, office, limits, fresh?.id)
      : await deferAll(tx, office, cause, fresh?.id);
  for (const { before, wanted, ...job } of changed) {
    if (before) await tx.emit(PrintingResumed, { ...factsOf(job), cause: before });
    if (wanted) await tx.emit(PrintingDeferred, { ...factsOf(job), cause: wanted });
    else await tx.emit(PrintJobOffered, factsOf(job));
  }
  if (fresh && !changed.some(({ id }) => id === fresh.id)) await tx.emit(PrintJobOffered, factsOf(fresh));
}

const told = `print_job.id, application_id as "applicationId", answers, office, waiting.before`;

/** The same for every job of the office. */
async function deferAll(tx: Tx, office: string, cause: HoldCause | null, first?: string): Promise<Changed[]> {
  const rows = await tx.query<Omit<Changed, 'wanted'>>(
    `with waiting as (
       select id, deferred_for as before from print_job
        where office = $1 and state = 'queued'
          and ${cause === null ? 'deferred_for is not null and $2::text is null' : 'deferred_for is distinct from $2'}
        order by id = $3 desc, sort_at limit ${atOnce} for update skip locked)
     update print_job set deferred_for = $2 from waiting where print_job.id = waiting.id returning ${told}`,
    [office, cause, first ?? null],
  );
  return rows.map((row) => ({ ...row, wanted: cause }));
}

/** As many of each rule as its quota leaves for today, in their order; who has waited too long is not held back. */
async function deferByQuota(tx: Tx, office: string, limits: Limits, first?: string): Promise<Changed[]> {
  return tx.query<Changed>(
    `with quota as (select * from unnest($2::text[], $3::int[]) as quota (rule, remaining)),
     placed as (
       select id, deferred_for, sort_at, policy_rule, quota.remaining,
              row_number() over (partition by policy_rule order by sort_at, id) as place,
              queued_at < now() - make_interval(days => $4) as is_waived
         from print_job left join quota on quota.rule = policy_rule
        where office = $1 and state = 'queued'),
     judged as (
       select id, sort_at, deferred_for, case when remaining is not null and not is_waived and place > remaining then 'quota' end as wanted
         from placed),
     waiting as (
       select j.id, j.deferred_for as before, judged.wanted from print_job j join judged using (id)
        where j.state = 'queued' and j.deferred_for is distinct from judged.wanted
        order by j.id = $5 desc, j.sort_at limit ${atOnce} for update of j skip locked)
     update print_job set deferred_for = waiting.wanted from waiting where print_job.id = waiting.id
     returning ${told}, waiting.wanted`,
    [
      office,
      limits.quotas.map(({ rule }) => rule),
      limits.quotas.map(({ left }) => left),
      limits.quotaWaivedAfterDays,
      first ?? null,
    ],
  );
}
