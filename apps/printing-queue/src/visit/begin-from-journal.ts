import type { UnitOfWork } from '#outbox';
import { findBlankInStock } from '../blank/blank-ledger.js';
import { actOnPrintJob, findAndLockJob } from '../print-job/act-on-print-job.js';
import type { Station } from '../station/station-auth.js';

/**
 * A card was begun where no line reached. Its leave was the visit it was taken along on; without one, ink has flowed without
 * leave, and only the report that follows tells of it.
 * @returns the verdict, as of any other entry of a journal
 */
export function beginFromJournal(
  unitOfWork: UnitOfWork,
  { stationId }: Station,
  { jobId, attempt, serial }: { readonly jobId: string; readonly attempt: number; readonly serial: string },
): Promise<string> {
  return unitOfWork.run(async (tx) => {
    const job = await findAndLockJob(tx, jobId);
    if (!job) return 'print-job-not-found';
    const { row, now } = job;
    if (row.visitId === null || row.stationId !== stationId) return 'not-on-visit';
    const isBound = row.state === 'started' && row.serial === serial;
    if (!isBound && (await findBlankInStock(tx, stationId, serial)) === undefined) return 'blank-not-in-stock';
    const leaseUntil = row.leaseUntil ?? now;
    const act = { act: 'begin', by: { stationId, attempt }, serial, now, leaseUntil } as const;
    const decision = await actOnPrintJob(tx, job, act, stationId);
    return decision.outcome === 'refused' ? decision.why : decision.outcome;
  });
}
