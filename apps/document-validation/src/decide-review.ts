import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ZodBody, ZodParams } from '#boot';
import { documentCodes } from '#civil-registry';
import { finding, ReviewDecided } from '#contracts';
import { counter } from '#observability';
import type { Tx } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { CONFIG, type Config } from './config.js';
import { ActOnReview } from './review/act-on-review.js';
import type { ReviewRow } from './review/review.row.js';
import { ReviewRoles } from './review/review-roles.js';
import { reviewShown } from './review/show-row.js';

const byId = z.object({ id: z.uuid() });
const personsFinding = z.strictObject({
  document: z.enum(documentCodes),
  defect: finding.shape.defect,
  documentId: z.uuid().optional(),
});
/** A code of a law or rule, `PERPRES_96_2018_17`; a run of digits that could be somebody's number is refused. */
const legalReason = z
  .string()
  .max(64)
  .regex(/^(?!.*\d{8})[A-Z][A-Z0-9_.-]+$/, 'must be the code of a rule, as PERPRES_96_2018_17');
/** What a reviewer may decide. */
export const decision = z.discriminatedUnion('verdict', [
  z.strictObject({ verdict: z.literal('approve') }),
  z.strictObject({ verdict: z.literal('await-recording'), cause: z.enum(['recording', 'deduplication']) }),
  z.strictObject({ verdict: z.literal('correct'), findings: z.array(personsFinding).min(1).max(20) }),
  z.strictObject({ verdict: z.literal('refuse'), legalReason }),
]);

const decided = counter('loket_reviews_decided_total', 'Doubts decided by people', ['verdict']);

/** A reviewer decides a doubt: nobody is refused by a machine, nor by one person alone where the office wants a second. */
@ApiTags('reviews')
@Controller('reviews')
export class DecideReview {
  constructor(
    private readonly acts: ActOnReview,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @ReviewRoles('reviewer')
  @Post(':id/decision')
  @HttpCode(200)
  @ApiZodResponse(
    200,
    reviewShown,
    'decided, or for a refusal proposed to a second reviewer; the same again changes nothing',
  )
  @ApiProblems({
    400: 'invalid-request',
    404: 'review-not-found',
    409: 'wrong-task, review-claimed, already-decided, review-closed, second-reviewer-needed',
  })
  decide(
    @ZodParams(byId) { id }: z.infer<typeof byId>,
    @ZodBody(decision) body: z.infer<typeof decision>,
    @Req() request: Request,
  ): Promise<z.infer<typeof reviewShown>> {
    const word = { reviewId: id, task: 'decide-doubt', outcome: body, clerk: clerkOf(request).id } as const;
    if (body.verdict === 'refuse' && this.config.REVIEW_FOUR_EYES === 'on') return this.acts.propose(word);
    return this.acts.settle(word, (tx, row) => sayDecided(tx, row, body));
  }
}

/** Says what was decided. */
export async function sayDecided(tx: Tx, row: ReviewRow, body: z.infer<typeof decision>): Promise<void> {
  await tx.emit(ReviewDecided, { applicationId: row.application_id, answers: row.answers, ...body });
  tx.afterCommit(() => decided.inc({ verdict: body.verdict }));
}
