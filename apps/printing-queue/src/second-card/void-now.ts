import { ProblemError } from '#boot';
import { PrintJobAbandoned } from '#contracts';
import type { Tx } from '#outbox';
import type { Card } from '../card/locked-card.js';
import type { LockedJob } from '../print-job/act-on-print-job.js';
import { factsOf } from '../print-job/offer-or-defer.js';

/**
 * A printed card is no card any more: its chapter ends, and intake announces another one. Its blank stays used.
 * @throws ProblemError 409 `card-handed-over`, `card-void`
 */
export async function voidNow(tx: Tx, { row, now }: LockedJob, card: Card): Promise<void> {
  checkVoidable(card);
  await tx.query("update card set state = 'void' where job_id = $1", [card.jobId]);
  await tx.query('update print_job set voided_at = $2, moved_at = $2 where id = $1', [card.jobId, now]);
  await tx.emit(PrintJobAbandoned, { ...factsOf(row), reason: 'voided' as const });
}

/** @throws ProblemError 409: what its owner holds, or is void already, cannot be voided */
export function checkVoidable({ state }: Card): void {
  if (state === 'handed_over')
    throw new ProblemError(409, 'card-handed-over', 'Its owner has this card; a new request replaces it');
  if (state === 'void') throw new ProblemError(409, 'card-void', 'This card is void already');
}
