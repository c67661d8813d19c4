import { randomUUID } from 'node:crypto';
import { ProblemError } from '#boot';
import { PrintJobReprintRequested } from '#contracts';
import { counter } from '#observability';
import type { Tx } from '#outbox';
import { factsOf, type JobFacts } from '../print-job/offer-or-defer.js';

const asked = counter('loket_second_cards_asked_total', 'Second cards that a person has asked for', ['act', 'office']);

/** What a person wants done that leads to a second card. */
export type Wanted =
  | { readonly act: 'settle'; readonly found: 'spoiled' | 'not-fed'; readonly serial: string | null }
  | { readonly act: 'void' };

/**
 * Writes down what is wanted, for another person to decide. Asked again in the same words it is the same question.
 * @throws ProblemError 409 `approval-open`: something else about this job is being asked already
 */
export async function askSecondPerson(
  tx: Tx,
  job: JobFacts,
  wanted: Wanted,
  reason: string,
  askedBy: string,
): Promise<string> {
  const found = wanted.act === 'settle' ? wanted.found : null;
  const serial = wanted.act === 'settle' ? wanted.serial : null;
  const [open] = await tx.query<{ id: string; act: string; found: string | null; serial: string | null }>(
    'select id, act, found, serial from approval where job_id = $1 and decision is null',
    [job.id],
  );
  if (open) {
    if (open.act === wanted.act && open.found === found && open.serial === serial) return open.id;
    throw new ProblemError(409, 'approval-open', 'Something else about this job waits for a second person', undefined, {
      approvalId: open.id,
    });
  }
  const approvalId = randomUUID();
  await tx.query(
    'insert into approval (id, job_id, office, act, found, serial, reason, asked_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [approvalId, job.id, job.office, wanted.act, found, serial, reason, askedBy],
  );
  asked.inc({ act: wanted.act, office: job.office });
  await tx.emit(PrintJobReprintRequested, { ...factsOf(job), approvalId, act: wanted.act, requestedBy: askedBy });
  return approvalId;
}
