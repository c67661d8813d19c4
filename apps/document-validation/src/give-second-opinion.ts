import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, ZodBody, ZodParams } from '#boot';
import type { Tx } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { decision, sayDecided } from './decide-review.js';
import { ActOnReview } from './review/act-on-review.js';
import type { ReviewRow } from './review/review.row.js';
import { ReviewRoles } from './review/review-roles.js';
import { noteAct, refuseForeignClaim, settleReview } from './review/settle-review.js';
import { reviewShown } from './review/show-row.js';

const byId = z.object({ id: z.uuid() });
const opinion = z.strictObject({
  /** `confirm`: the request is refused. `return`: the doubt is to be decided anew. */
  opinion: z.enum(['confirm', 'return']),
});

/** A second reviewer looks at a refusal: nobody is refused by one person alone (setting REVIEW_FOUR_EYES). */
@ApiTags('reviews')
@Controller('reviews')
export class GiveSecondOpinion {
  constructor(private readonly acts: ActOnReview) {}

  @ReviewRoles('reviewer')
  @Post(':id/second-opinion')
  @HttpCode(200)
  @ApiZodResponse(200, reviewShown, 'refused, or open again; the same again changes nothing')
  @ApiProblems({
    400: 'invalid-request',
    404: 'review-not-found',
    409: 'nothing-proposed, same-person, review-claimed, already-decided, review-closed',
  })
  give(
    @ZodParams(byId) { id }: z.infer<typeof byId>,
    @ZodBody(opinion) body: z.infer<typeof opinion>,
    @Req() request: Request,
  ): Promise<z.infer<typeof reviewShown>> {
    const clerk = clerkOf(request).id;
    return this.acts.act(id, async (tx, row, now) => {
      if (row.proposed === null)
        throw new ProblemError(409, 'nothing-proposed', 'No refusal of this review waits for a second reviewer');
      if (body.opinion === 'confirm') await confirm(tx, row, clerk, now);
      else await giveBack(tx, row, clerk, now);
    });
  }
}

async function confirm(tx: Tx, row: ReviewRow, clerk: string, now: Date): Promise<void> {
  if (row.proposed_by === clerk)
    throw new ProblemError(409, 'same-person', 'Another person than the one who asked must confirm');
  const outcome = decision.parse(row.proposed);
  if (!(await settleReview(tx, row, { clerk, task: 'decide-doubt', outcome, now }))) return;
  await noteAct(tx, row.application_id, row.id, 'confirm-refusal', clerk);
  await sayDecided(tx, row, outcome);
}

/** Who proposed it may take it back as well. */
async function giveBack(tx: Tx, row: ReviewRow, clerk: string, now: Date): Promise<void> {
  if (row.closed_at !== null) throw new ProblemError(409, 'review-closed', 'This review is closed');
  refuseForeignClaim(row, clerk, now);
  await tx.query(
    `update review set proposed = null, proposed_by = null, proposed_at = null, claimed_by = null, claimed_until = null
      where id = $1`,
    [row.id],
  );
  await noteAct(tx, row.application_id, row.id, 'return-refusal', clerk);
}
