import { ProblemError } from '#boot';
import type { Tx } from '#outbox';
import { visitColumns, type VisitRow } from './visit.row.js';

/** A visit, locked for this transaction. @throws ProblemError 404 */
export async function lockedVisit(tx: Tx, id: string): Promise<VisitRow> {
  const [row] = await tx.query<VisitRow>(`select ${visitColumns} from recording_visit where id = $1 for update`, [id]);
  if (!row) throw new ProblemError(404, 'visit-not-found', 'There is no such visit');
  return row;
}
