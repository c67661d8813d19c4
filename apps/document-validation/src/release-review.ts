import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ZodParams } from '#boot';
import type { Request } from 'express';
import { z } from 'zod';
import { ActOnReview } from './review/act-on-review.js';
import { ReviewRoles } from './review/review-roles.js';
import { noteAct, refuseForeignClaim } from './review/settle-review.js';
import { reviewShown } from './review/show-row.js';

const byId = z.object({ id: z.uuid() });

/** Lays a review back before its claim is over, so that somebody else may take it. */
@ApiTags('reviews')
@Controller('reviews')
export class ReleaseReview {
  constructor(private readonly acts: ActOnReview) {}

  @ReviewRoles('clerk', 'reviewer')
  @Post(':id/release')
  @HttpCode(200)
  @ApiZodResponse(200, reviewShown, 'free; the same again changes nothing')
  @ApiProblems({ 400: 'invalid-request', 404: 'review-not-found', 409: 'review-claimed' })
  release(
    @ZodParams(byId) { id }: z.infer<typeof byId>,
    @Req() request: Request,
  ): Promise<z.infer<typeof reviewShown>> {
    const clerk = clerkOf(request).id;
    return this.acts.act(id, async (tx, row, now) => {
      refuseForeignClaim(row, clerk, now);
      if (row.claimed_by !== clerk) return;
      await tx.query('update review set claimed_by = null, claimed_until = null where id = $1', [id]);
      await noteAct(tx, row.application_id, id, 'release', clerk);
    });
  }
}
