import { type Clerk, ProblemError } from '#boot';
import { attribute, counter, inSpan } from '#observability';
import type { Tx } from '#outbox';
import { officeOf } from '../clerk-sees.js';
import type { ComplaintRow } from '../complaint/complaint.row.js';
import { noSuchComplaint } from '../complaint/list-complaints.js';

const acts = counter('loket_data_right_acts_total', 'What was done on requests about personal data', ['act', 'ground']);

/** Why a right is refused, in the words of the law; counsel confirms (docs/processing-record.md). */
export const grounds = [
  // The request is under way: the office must serve it (UU 27/2022 art. 20 (2) c and e).
  'open-request',
  // A dispute or an investigation needs it (art. 15; legal_hold).
  'legal-hold',
  // A card was issued or refused: the record is a state archive until its term (UU 43/2009).
  'archive-duty',
  // It is being compared with the register right now: corrected after, or withdrawn.
  'in-check',
] as const;
export type Ground = (typeof grounds)[number];

/** One act of a right on one request, as it is written down. */
export interface RightAct {
  readonly applicationId: string;
  readonly act: 'corrected' | 'erased' | 'kept';
  readonly what: readonly string[];
  readonly ground?: Ground;
}

/** Locks the ticket that a right is used by. @throws ProblemError 404, 409 where it is closed or about something else */
export async function lockTicket(tx: Tx, id: string, clerk: Clerk): Promise<ComplaintRow> {
  const [row] = await tx.query<ComplaintRow>(
    'select * from complaint where id::text = $1 and ($2::text is null or office = $2) for update',
    [id, officeOf(clerk)],
  );
  if (!row) throw noSuchComplaint();
  if (row.about !== 'data-rights') throw new ProblemError(409, 'wrong-state', 'This ticket is not about personal data');
  if (row.state === 'closed') throw new ProblemError(409, 'wrong-state', 'The ticket is closed');
  return row;
}

/** Writes an act down, with who saw whose identity by what. */
export async function noteRightAct(
  tx: Tx,
  ticket: ComplaintRow,
  { applicationId, act, what, ground }: RightAct,
  by: { readonly clerk: string; readonly identityCheckedWith: string },
): Promise<void> {
  await inSpan(
    'use of a data right',
    { links: [ticket.traceparent ?? undefined], attributes: { [attribute.applicationId]: applicationId } },
    () =>
      tx.query(
        `insert into data_right_act (complaint_id, application_id, act, what, ground, identity_checked_with, clerk)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [ticket.id, applicationId, act, what, ground ?? null, by.identityCheckedWith, by.clerk],
      ),
  );
  tx.afterCommit(() => acts.inc({ act, ground: ground ?? 'none' }));
}
