import { ProblemError } from '#boot';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { isDeepStrictEqual } from 'node:util';
import { type ReviewRow, reviewColumns, type Task } from './review.row.js';

/** Locks a review for an act. @throws ProblemError 404 */
export async function lockReview(tx: Tx, reviewId: string): Promise<ReviewRow> {
  const [row] = await tx.query<ReviewRow>(
    `select ${reviewColumns} from review r join application a on a.id = r.application_id where r.id = $1 for update of r`,
    [reviewId],
  );
  if (!row) throw new ProblemError(404, 'review-not-found', 'There is no such review');
  describeSpan({ [attribute.applicationId]: row.application_id });
  return row;
}

/** @throws ProblemError 409 when somebody else has the review in hand */
export function refuseForeignClaim(row: ReviewRow, clerk: string, now: Date): void {
  if (row.claimed_by === null || row.claimed_by === clerk || row.claimed_until === null || row.claimed_until <= now)
    return;
  throw new ProblemError(409, 'review-claimed', 'Somebody else has this review in hand', undefined, {
    claimedBy: row.claimed_by,
    claimedUntil: row.claimed_until.toISOString(),
  });
}

/** What a person says, and when. */
export interface Saying {
  readonly clerk: string;
  readonly task: Task;
  readonly outcome: Record<string, unknown>;
  readonly now: Date;
}

/**
 * Looks whether a locked review may be settled so.
 * @returns false when the same was said before: nothing is left to do
 * @throws ProblemError 409 when it is another kind of task, in other hands, settled otherwise, or no longer needed
 */
export function maySettle(row: ReviewRow, by: Saying): boolean {
  if (row.task !== by.task) {
    throw new ProblemError(409, 'wrong-task', 'This review asks for something else', `its task is ${row.task}`);
  }
  if (row.closed_as === 'settled' && isDeepStrictEqual(row.outcome, by.outcome)) return false;
  if (row.closed_as !== null) {
    throw new ProblemError(
      409,
      row.closed_as === 'settled' ? 'already-decided' : 'review-closed',
      row.closed_as === 'settled' ? 'This review was decided differently' : 'This review is no longer needed',
      undefined,
      { closedAs: row.closed_as, settledBy: row.settled_by, outcome: row.outcome },
    );
  }
  refuseForeignClaim(row, by.clerk, by.now);
  return true;
}

/**
 * Settles a locked review with what a person said.
 * @returns false when the same was said before
 * @throws ProblemError 409, as {@link maySettle}, and while a refusal waits for a second reviewer
 */
export async function settleReview(tx: Tx, row: ReviewRow, by: Saying): Promise<boolean> {
  if (!maySettle(row, by)) return false;
  if (row.proposed !== null && !isDeepStrictEqual(row.proposed, by.outcome)) throw secondPersonNeeded(row);
  await tx.query(
    `update review set closed_at = now(), closed_as = 'settled', settled_by = $2, outcome = $3::jsonb where id = $1`,
    [row.id, by.clerk, JSON.stringify(by.outcome)],
  );
  await noteAct(tx, row.application_id, row.id, by.task, by.clerk);
  return true;
}

/**
 * Keeps a refusal for a second reviewer, and leaves the review free for one.
 * @returns false when the same person has asked for the same before, or it is settled so
 * @throws ProblemError 409, as {@link maySettle}, and while another one waits
 */
export async function proposeRefusal(tx: Tx, row: ReviewRow, by: Saying): Promise<boolean> {
  if (!maySettle(row, by)) return false;
  if (row.proposed !== null) {
    if (row.proposed_by === by.clerk && isDeepStrictEqual(row.proposed, by.outcome)) return false;
    throw secondPersonNeeded(row);
  }
  await tx.query(
    `update review set proposed = $2::jsonb, proposed_by = $3, proposed_at = $4, claimed_by = null, claimed_until = null
      where id = $1`,
    [row.id, JSON.stringify(by.outcome), by.clerk, by.now],
  );
  await noteAct(tx, row.application_id, row.id, 'propose-refusal', by.clerk);
  return true;
}

function secondPersonNeeded(row: ReviewRow): ProblemError {
  return new ProblemError(
    409,
    'second-reviewer-needed',
    'A refusal waits for a second reviewer',
    'confirm it or return it at /reviews/{id}/second-opinion',
    { proposedBy: row.proposed_by },
  );
}

/** What people do, as the audit names it. */
export type Act =
  | Task
  | 'claim'
  | 'release'
  | 'look-up-person'
  | 'note-record-status'
  | 'propose-refusal'
  | 'confirm-refusal'
  | 'return-refusal';

/** Keeps who did what, and when. */
export async function noteAct(
  tx: Tx,
  applicationId: string,
  reviewId: string | null,
  what: Act,
  clerk: string,
): Promise<void> {
  await tx.query('insert into act (application_id, review_id, what, done_by) values ($1, $2, $3, $4)', [
    applicationId,
    reviewId,
    what,
    clerk,
  ]);
}
