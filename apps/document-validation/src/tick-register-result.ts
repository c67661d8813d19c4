import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ZodBody, ZodParams } from '#boot';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ActOnReview } from './review/act-on-review.js';
import { ReviewRoles } from './review/review-roles.js';
import { doubts } from './register/judge-register-answer.js';
import { keepRegisterAnswer } from './register/keep-register-answer.js';
import { reviewShown } from './review/show-row.js';

const byId = z.object({ id: z.uuid() });
const cause = z.enum(['recording', 'deduplication']);
const ticked = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('confirmed') }),
  z.strictObject({ result: z.literal('not-recorded'), cause }),
  z.strictObject({ result: z.literal('doubtful'), doubts: z.array(z.enum(doubts)).min(1).max(doubts.length) }),
]);

/** A clerk ticks what SIAK shows: the register check of an office without access by line. */
@ApiTags('reviews')
@Controller('reviews')
export class TickRegisterResult {
  constructor(private readonly acts: ActOnReview) {}

  @ReviewRoles('clerk', 'reviewer')
  @Post(':id/register-result')
  @HttpCode(200)
  @ApiZodResponse(200, reviewShown, 'said; the same again changes nothing')
  @ApiProblems({
    400: 'invalid-request',
    404: 'review-not-found',
    409: 'wrong-task, review-claimed, already-decided, review-closed',
  })
  tick(
    @ZodParams(byId) { id }: z.infer<typeof byId>,
    @ZodBody(ticked) body: z.infer<typeof ticked>,
    @Req() request: Request,
  ): Promise<z.infer<typeof reviewShown>> {
    const clerk = clerkOf(request).id;
    return this.acts.settle({ reviewId: id, task: 'tick-register', outcome: body, clerk }, (tx, row, checkedAt) =>
      keepRegisterAnswer(tx, row.application_id, row.answers, {
        way: 'manual',
        result: body,
        elements: {},
        requestId: randomUUID(),
        checkedAt,
        checkedBy: clerk,
      }),
    );
  }
}
