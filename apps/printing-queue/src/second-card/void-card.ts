import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, Roles, ZodBody, ZodParams } from '#boot';
import { attribute, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { getAndLockCard } from '../card/locked-card.js';
import { CONFIG, type Config } from '../config.js';
import { findAndLockJob } from '../print-job/act-on-print-job.js';
import { noSuchJob } from '../print-job/job-problems.js';
import { clerkServing } from '../station/serving-clerk.js';
import { askSecondPerson } from './ask-second-person.js';
import { checkVoidable, voidNow } from './void-now.js';

const path = z.object({ id: z.uuid() });
const body = z.object({ reason: z.string().trim().min(3).max(500) });
const answer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('void') }),
  z.object({ state: z.literal('awaiting-approval'), approvalId: z.uuid() }),
]);

/** A printed card turned out to be none: a defect seen late, or lost on its way. Another card follows, so two persons are needed. */
@ApiTags('second cards')
@Controller()
export class VoidCard {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('print-jobs/:id/void')
  @HttpCode(200)
  @Roles('print-operator', 'clerk', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({
    404: 'print-job-not-found, card-not-found',
    409: 'card-handed-over, card-void, approval-open',
  })
  ask(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) { reason }: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    return this.unitOfWork.run(async (tx) => {
      const job = await findAndLockJob(tx, id);
      if (!job) throw noSuchJob();
      const card = await getAndLockCard(tx, id);
      const clerk = clerkServing(request, card.office, card.printedAtOffice);
      const about = { [attribute.applicationId]: card.applicationId, [attribute.printJobId]: id };
      return inSpan('void card', { attributes: about, links: [card.traceparent ?? undefined] }, async () => {
        checkVoidable(card);
        if (this.config.PRINT_FOUR_EYES) {
          const approvalId = await askSecondPerson(tx, job.row, { act: 'void' }, reason, clerk.id);
          return { state: 'awaiting-approval' as const, approvalId };
        }
        await voidNow(tx, job, card);
        return { state: 'void' as const };
      });
    });
  }
}
