import { type Clerk, ProblemError } from '#boot';
import type { Tx } from '#outbox';
import { officeOf } from '../clerk-sees.js';
import { visitColumns, type VisitRow } from './visit.row.js';

/** A visit of this person's office, locked for this transaction. @throws ProblemError 404 */
export async function lockedVisit(tx: Tx, id: string, clerk: Clerk): Promise<VisitRow> {
  const [row] = await tx.query<VisitRow>(
    `select ${visitColumns} from recording_visit where id = $1 and ($2::text is null or office = $2) for update`,
    [id, officeOf(clerk)],
  );
  if (!row) throw new ProblemError(404, 'visit-not-found', 'There is no such visit');
  return row;
}
