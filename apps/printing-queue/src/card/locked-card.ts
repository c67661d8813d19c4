import { ProblemError } from '#boot';
import type { Tx } from '#outbox';
import type { Kind } from '#contracts';

export interface Card {
  readonly jobId: string;
  readonly applicationId: string;
  readonly answers: number;
  readonly kind: Kind;
  readonly office: string;
  readonly printedAtOffice: string;
  readonly state: 'to_dispatch' | 'in_transit' | 'missing' | 'ready' | 'handed_over' | 'void';
  readonly manifestId: string | null;
  readonly collectedBy: 'self' | 'family' | 'proxy' | null;
  readonly oldCardTaken: boolean | null;
  readonly traceparent: string | null;
}

/** The printed card of a job, locked for this transaction. @throws ProblemError 404 `card-not-found`: none is printed */
export async function getAndLockCard(tx: Tx, jobId: string): Promise<Card> {
  const [card] = await tx.query<Card>(
    `select c.job_id as "jobId", c.application_id as "applicationId", c.answers, c.kind, c.office, c.printed_at_office as "printedAtOffice",
            c.state, c.manifest_id as "manifestId", c.collected_by as "collectedBy", c.old_card_taken as "oldCardTaken", j.traceparent
       from card c join print_job j on j.id = c.job_id where c.job_id = $1 for update of c`,
    [jobId],
  );
  if (!card) throw new ProblemError(404, 'card-not-found', 'No card of this job is printed');
  return card;
}
