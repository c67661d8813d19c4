import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { CONFIG, type Config } from './config.js';
import { ReviewRoles } from './review/review-roles.js';
import { lockReview, noteAct, refuseForeignClaim } from './review/settle-review.js';
import { reviewShown, showRow } from './review/show-row.js';

const byId = z.object({ id: z.uuid() });

/** Takes a review in hand for some minutes, so that two people do not look at the same one. Again prolongs it. */
@ApiTags('reviews')
@Controller('reviews')
export class ClaimReview {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @ReviewRoles('clerk', 'reviewer')
  @Post(':id/claim')
  @HttpCode(200)
  @ApiZodResponse(200, reviewShown, 'in your hands until claimedUntil')
  @ApiProblems({ 400: 'invalid-request', 404: 'review-not-found', 409: 'review-claimed, review-closed' })
  async claim(
    @ZodParams(byId) { id }: z.infer<typeof byId>,
    @Req() request: Request,
  ): Promise<z.infer<typeof reviewShown>> {
    const clerk = clerkOf(request).id;
    const now = new Date();
    return this.unitOfWork.run(async (tx) => {
      const row = await lockReview(tx, id);
      if (row.closed_at !== null) throw new ProblemError(409, 'review-closed', 'This review is no longer needed');
      refuseForeignClaim(row, clerk, now);
      const until = new Date(now.getTime() + this.config.REVIEW_CLAIM_MINUTES * 60_000);
      await tx.query('update review set claimed_by = $2, claimed_until = $3 where id = $1', [id, clerk, until]);
      await noteAct(tx, row.application_id, id, 'claim', clerk);
      return showRow({ ...row, claimed_by: clerk, claimed_until: until }, now);
    });
  }
}
