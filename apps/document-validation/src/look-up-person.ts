import { Controller, Header, Post, HttpCode, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { Intake } from './read-from-intake.js';
import { lockReview, noteAct, refuseForeignClaim } from './review/settle-review.js';

const byId = z.object({ id: z.uuid() });
const person = z.object({
  nik: z.string().nullable(),
  familyCardNumber: z.string().nullable(),
  name: z.string().nullable(),
});

/** Whom to look up in SIAK: the one place of this service that shows a person, to who has the open review in hand. Each look is kept. */
@ApiTags('reviews')
@Controller('reviews')
export class LookUpPerson {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly intake: Intake,
  ) {}

  @Roles('clerk', 'reviewer')
  @Post(':id/look-up')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiZodResponse(200, person)
  @ApiProblems({
    400: 'invalid-request',
    404: 'review-not-found',
    409: 'review-closed, review-claimed',
    503: 'intake-unreachable',
  })
  async show(@ZodParams(byId) { id }: z.infer<typeof byId>, @Req() request: Request): Promise<z.infer<typeof person>> {
    const clerk = clerkOf(request).id;
    const applicationId = await this.unitOfWork.run(async (tx) => {
      const row = await lockReview(tx, id);
      if (row.closed_at !== null) throw new ProblemError(409, 'review-closed', 'This review is no longer needed');
      refuseForeignClaim(row, clerk, new Date());
      await noteAct(tx, row.application_id, id, 'look-up-person', clerk);
      return row.application_id;
    });
    try {
      const { nik, familyCardNumber, name } = await this.intake.particularsOf(applicationId);
      return { nik, familyCardNumber, name };
    } catch {
      throw new ProblemError(503, 'intake-unreachable', 'The request cannot be read now', 'intake does not answer');
    }
  }
}
