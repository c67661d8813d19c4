import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { ProblemError } from '#boot';
import type { Received, VisitCardHandedOver } from '#contracts';
import { NotYet, Permanent } from '#messaging';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { giveCard } from '../card/give-card.js';
import { getAndLockCard } from '../card/locked-card.js';

/**
 * A card was handed over on a visit, and it is told now that there is a line again. It is the same act as at the counter; where the
 * two tell different stories, the message is parked and a person finds out.
 */
@Controller()
export class CardGivenOnVisit {
  @EventPattern<string>('printing-queue.card-given-on-visit')
  async handle(@Payload() event: Received<typeof VisitCardHandedOver>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, visitId, collectedBy, oldCardTaken } = event.data;
    describeSpan({ [attribute.applicationId]: applicationId });
    const [card] = await tx.query<{ jobId: string; state: string }>(
      `select job_id as "jobId", state from card where application_id = $1 and state <> 'void' order by answers desc limit 1`,
      [applicationId],
    );
    if (!card) throw new NotYet('no card of this request is known here yet');
    const locked = await getAndLockCard(tx, card.jobId);
    if (locked.state !== 'ready' && locked.state !== 'handed_over')
      throw new NotYet('its card has not arrived here yet');
    const by = `visit:${visitId}`;
    // A proxy showed the letter F-1.07 to the officers who were there.
    const note = collectedBy === 'proxy' ? 'diserahkan saat jemput bola' : undefined;
    try {
      await giveCard(tx, locked, { collectedBy, oldCardTaken, acknowledgedBy: 'signature', note }, by);
    } catch (error) {
      if (error instanceof ProblemError) throw new Permanent(error.code);
      throw error;
    }
  }
}
