import { PrintJobAbandoned, PrintJobCompleted, PrintJobHeld, PrintJobStarted } from '#contracts';
import { counter } from '#observability';
import type { Tx } from '#outbox';
import { releaseBlank, reserveBlank, spoilBlank, useBlank } from '../blank/blank-ledger.js';
import { countPrint } from '../consumable/consumable-ledger.js';
import { type Act, type Decision, decide, type PrintJob } from './print-job.js';
import { PrintJobRow } from './print-job.row.js';
import { factsOf, weighOffice } from './offer-or-defer.js';

const moves = counter('loket_print_job_moves_total', 'Print jobs by the state they moved into', ['state', 'office']);

/** A job under its row lock, and the database's clock as of then. */
export interface LockedJob {
  readonly row: PrintJobRow;
  readonly now: Date;
}

/** Locks a job for this transaction: everything that may happen to it happens one after the other. */
export async function findAndLockJob(tx: Tx, id: string): Promise<LockedJob | undefined> {
  const row = await tx.manager.findOne(PrintJobRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!row) return undefined;
  // Not now(): that is when the transaction began, before it waited for the lock.
  const [clock] = await tx.query<{ now: Date }>('select clock_timestamp() as now');
  return { row, now: clock?.now ?? new Date() };
}

/**
 * Does what the machine decides: the job's row, its attempt, its blank, its card, and the event, together.
 * @param by the station or the member of staff, for the ledger
 */
export async function actOnPrintJob(
  tx: Tx,
  { row, now }: LockedJob,
  act: Act,
  by: string,
  note?: string,
): Promise<Decision> {
  const before = jobOf(row);
  const decision = decide(before, act);
  const after = decision.outcome === 'already' ? undefined : decision.job;
  if (!after) return decision;
  const deferredFor = after.state === 'queued' ? row.deferredFor : null;
  Object.assign(row, after, { deferredFor });
  await tx.manager.update(PrintJobRow, { id: row.id }, { ...after, deferredFor, movedAt: now });
  await writeAttempt(tx, before, row, now);
  if (before.state === row.state) return decision;
  moves.inc({ state: row.state, office: row.office });
  await moveBlank(tx, before, row, by, note);
  await announce(tx, row, before, now);
  return decision;
}

/** The row as the machine sees it, as of now. */
function jobOf({
  state,
  attempt,
  stationId,
  leaseUntil,
  serial,
  heldBecause,
  endedBecause,
  visitId,
}: PrintJobRow): PrintJob {
  return { state, attempt, stationId, leaseUntil, serial, heldBecause, endedBecause, visitId };
}

async function writeAttempt(tx: Tx, before: PrintJob, job: PrintJobRow, now: Date): Promise<void> {
  if (job.state === 'claimed') {
    await tx.query(
      'insert into print_attempt (job_id, attempt, station_id, claimed_at) values ($1, $2, $3, $4) on conflict do nothing',
      [job.id, job.attempt, job.stationId, now],
    );
    return;
  }
  if (before.state === 'queued') return;
  const end = outcomeOf(before, job, now);
  await tx.query(
    `update print_attempt set
        begun_at = case when $3::text is null then begun_at else coalesce(begun_at, $4) end,
        blank_serial = coalesce($3, blank_serial), outcome = $5, ended_at = case when $5::text is null then null else $4 end
      where job_id = $1 and attempt = $2`,
    [job.id, job.attempt, job.serial, now, end],
  );
}

function outcomeOf(before: PrintJob, job: PrintJob, now: Date): string | null {
  switch (job.state) {
    case 'completed':
      return 'completed';
    case 'abandoned':
      return job.endedBecause === 'not-fed' ? 'not_fed' : job.endedBecause;
    case 'queued':
      return before.leaseUntil !== null && before.leaseUntil <= now ? 'lease_over' : 'returned';
    case 'claimed':
    case 'started':
    case 'held':
      return null;
  }
}

async function moveBlank(
  tx: Tx,
  before: PrintJob,
  job: PrintJobRow,
  by: string,
  note: string | undefined,
): Promise<void> {
  if (job.serial === null) return;
  const move = { by, jobId: job.id, note };
  // A person found another blank in the tray than the one that was bound: that one still lies in the cabinet.
  const isAnother = before.serial !== null && before.serial !== job.serial;
  if (before.serial !== null && isAnother) await releaseBlank(tx, before.serial, move);
  const isNotFed = job.state === 'abandoned' && job.endedBecause === 'not-fed';
  if (job.state === 'started') await reserveBlank(tx, job.serial, move);
  if (job.state === 'completed') await useBlank(tx, job.serial, move);
  if (job.state === 'abandoned' && job.endedBecause === 'spoiled') await spoilBlank(tx, job.serial, move);
  const isMade = job.state === 'completed' || (job.state === 'abandoned' && job.endedBecause === 'spoiled');
  if (isMade && job.stationId !== null) await countPrint(tx, job.stationId);
  if (isNotFed) await releaseBlank(tx, job.serial, move);
  if (job.state === 'started' || isNotFed || isAnother) await weighOffice(tx, job.office);
}

async function announce(tx: Tx, job: PrintJobRow, before: PrintJob, now: Date): Promise<void> {
  const facts = factsOf(job);
  const attempt = { stationId: job.stationId ?? before.stationId ?? '', attempt: job.attempt };
  switch (job.state) {
    case 'queued':
      // Nothing was consumed: any station may have it, if there is one that can print.
      await weighOffice(tx, job.office, job);
      return;
    case 'claimed':
      return;
    case 'started':
      await tx.emit(PrintJobStarted, { ...facts, ...attempt });
      return;
    case 'held':
      await tx.emit(PrintJobHeld, { ...facts, ...attempt, reason: job.heldBecause ?? 'unexplained-report' });
      return;
    case 'abandoned':
      await tx.emit(PrintJobAbandoned, { ...facts, reason: job.endedBecause ?? 'not-fed' });
      return;
    case 'completed':
      await tx.query(
        `insert into card (job_id, application_id, answers, kind, printed_at_office, office, state, printed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          job.id,
          job.applicationId,
          job.answers,
          job.kind,
          job.office,
          job.pickupOffice,
          job.office === job.pickupOffice ? 'ready' : 'to_dispatch',
          now,
        ],
      );
      await tx.emit(PrintJobCompleted, { ...facts, ...attempt, pickupOffice: job.pickupOffice });
  }
}
