import { ProblemError } from '#boot';
import { serviceKindFacts } from '#civil-registry';
import { CardHandedOver } from '#contracts';
import type { Tx } from '#outbox';
import { z } from 'zod';
import type { Card } from './locked-card.js';

/** How a card changes hands, as whoever hands it over says. */
export const handOver = z.object({
  /** `family`: of the same family card. `proxy`: with a letter of authority, form F-1.07. */
  collectedBy: z.enum(['self', 'family', 'proxy']),
  oldCardTaken: z.boolean(),
  /** How the receipt was acknowledged. */
  acknowledgedBy: z.enum(['signature', 'checkbox']).default('checkbox'),
  /** Number or date of the letter F-1.07: a proxy needs one. */
  authorityLetter: z.string().trim().min(2).max(80).optional(),
  /** The family card that names both was shown and looked at: whoever comes of the family needs it. */
  familyCardSeen: z.boolean().optional(),
  note: z.string().trim().max(500).optional(),
});
export type HandOver = z.infer<typeof handOver>;

/**
 * Hands a locked card over; the same again changes nothing.
 * @throws ProblemError 409 card-not-here, already-handed-over, old-card-needed, letter-needed, family-card-needed
 */
export async function giveCard(tx: Tx, card: Card, given: HandOver, by: string): Promise<{ state: 'handed_over' }> {
  if (card.state === 'handed_over') {
    // The same act again, its answer lost: no second event. Another story about it: a person must not overwrite the first.
    if (card.collectedBy === given.collectedBy && card.oldCardTaken === given.oldCardTaken)
      return { state: 'handed_over' };
    throw new ProblemError(409, 'already-handed-over', 'This card was handed over already, otherwise than said now');
  }
  if (card.state !== 'ready')
    throw new ProblemError(409, 'card-not-here', 'This card is not at its pick-up office yet');
  const { surrender } = serviceKindFacts[card.kind];
  const mustSurrender = surrender === 'old-card' || surrender === 'damaged-card';
  if (mustSurrender && !given.oldCardTaken && !given.note) {
    throw new ProblemError(409, 'old-card-needed', 'The old card must be taken back; if it cannot be, a note says why');
  }
  if (given.collectedBy === 'proxy' && given.authorityLetter === undefined && !given.note)
    throw new ProblemError(409, 'letter-needed', 'A proxy brings the letter F-1.07; without it, a note says why');
  // Loket knows no family but by the card itself: a member of the staff looks at it, and that is the evidence.
  if (given.collectedBy === 'family' && given.familyCardSeen !== true && !given.note) {
    throw new ProblemError(
      409,
      'family-card-needed',
      'A relative shows the family card that names both; without it, a note says why',
    );
  }
  await tx.query(
    `update card set state = 'handed_over', handed_over_at = now(), handed_over_by = $2, collected_by = $3, old_card_taken = $4, note = $5,
              acknowledged_by = $6, authority_letter = $7, family_card_seen = $8
        where job_id = $1`,
    [
      card.jobId,
      by,
      given.collectedBy,
      given.oldCardTaken,
      given.note ?? null,
      given.acknowledgedBy,
      given.authorityLetter ?? null,
      given.familyCardSeen ?? null,
    ],
  );
  const { jobId, applicationId, answers, office } = card;
  const { collectedBy, oldCardTaken } = given;
  await tx.emit(CardHandedOver, { jobId, applicationId, answers, office, collectedBy, oldCardTaken });
  return { state: 'handed_over' };
}
