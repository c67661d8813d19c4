import { counter, logger } from '#observability';
import { attribute, inSpan } from '#observability';
import type { Tx, UnitOfWork } from '#outbox';
import type { Station } from '../station/station-auth.js';
import { actOnPrintJob, findAndLockJob } from './act-on-print-job.js';
import type { Act, Decision } from './print-job.js';
import { noteQuality, type Quality } from './quality-check.js';
import { noSuchJob, otherOffice } from './job-problems.js';

const log = logger('printing-queue');
const reports = counter('loket_print_reports_total', 'What stations reported of their attempts, by verdict', [
  'said',
  'verdict',
]);

/** What a station says of one attempt. A blank is named where one was used up. */
export type Report = { readonly jobId: string; readonly attempt: number } & (
  | { readonly said: 'complete' | 'spoil'; readonly serial: string; readonly quality?: Quality | undefined }
  | { readonly said: 'not-fed' | 'abort'; readonly serial?: string | undefined }
);

/**
 * Takes a report: by the station's own calls, and again from its journal. Every report is kept; what the machine refuses
 * is kept as evidence, with an alarm, because ink may have flowed.
 * @throws ProblemError 404 or 403; a refusal is an answer, not an error: it must commit
 */
export function takeReport(unitOfWork: UnitOfWork, station: Station, report: Report, note?: string): Promise<Decision> {
  return unitOfWork.run(async (tx) => {
    const job = await findAndLockJob(tx, report.jobId);
    if (!job) throw noSuchJob();
    // An attempt of before the job was given to another office is still its business.
    if (job.row.office !== station.office && !(await hasTried(tx, report.jobId, station.stationId)))
      throw otherOffice();
    const { applicationId, traceparent } = job.row;
    const about = {
      [attribute.applicationId]: applicationId,
      [attribute.printJobId]: report.jobId,
      [attribute.attempt]: report.attempt,
    };
    return inSpan(`report ${report.said}`, { attributes: about, links: [traceparent ?? undefined] }, async () => {
      const decision = await actOnPrintJob(tx, job, actOf(station, report), station.stationId, note);
      await keep(tx, station, report, decision, job.now);
      if (decision.outcome === 'moved' && report.said === 'complete') await noteQuality(tx, station, report);
      if (decision.outcome === 'refused') {
        const facts = {
          applicationId,
          jobId: report.jobId,
          attempt: report.attempt,
          stationId: station.stationId,
          reason: decision.why,
        };
        log.error(facts, `a station reported "${report.said}" and is not believed: look at its tray and at the job`);
      }
      return decision;
    });
  });
}

async function hasTried(tx: Tx, jobId: string, stationId: string): Promise<boolean> {
  const rows = await tx.query('select 1 from print_attempt where job_id = $1 and station_id = $2 limit 1', [
    jobId,
    stationId,
  ]);
  return rows.length > 0;
}

function actOf({ stationId }: Station, report: Report): Act {
  const by = { stationId, attempt: report.attempt };
  switch (report.said) {
    case 'complete':
    case 'spoil':
      return { act: report.said, by, serial: report.serial };
    case 'not-fed':
    case 'abort':
      return { act: report.said, by };
  }
}

async function keep(tx: Tx, { stationId }: Station, report: Report, decision: Decision, now: Date): Promise<void> {
  const verdict = decision.outcome === 'refused' ? decision.why : decision.outcome;
  reports.inc({ said: report.said, verdict });
  await tx.query(
    `insert into report (job_id, attempt, station_id, said, serial, accepted, verdict, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      report.jobId,
      report.attempt,
      stationId,
      report.said,
      report.serial ?? null,
      decision.outcome === 'moved',
      verdict,
      now,
    ],
  );
}
