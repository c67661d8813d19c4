import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { attribute, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { getAndLockCard } from '../card/locked-card.js';
import { CONFIG, type Config } from '../config.js';
import { findAndLockJob } from '../print-job/act-on-print-job.js';
import { noSuchJob } from '../print-job/job-problems.js';
import { askSecondPerson } from '../second-card/ask-second-person.js';
import { voidNow } from '../second-card/void-now.js';
import { clerkServing } from '../station/serving-clerk.js';
import { receiveCard } from './send-manifest.js';

const path = z.object({ id: z.uuid() });
const body = z.object({ outcome: z.enum(['found', 'lost']), note: z.string().trim().min(3).max(500) });
const answer = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['ready', 'void']) }),
  z.object({ state: z.literal('awaiting-approval'), approvalId: z.uuid() }),
]);

/** A card that did not come: it was found, or it is lost and another one is made, which takes a second person. */
@ApiTags('dispatch')
@Controller()
export class SettleMissingCard {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('print-jobs/:id/missing-settlement')
  @HttpCode(200)
  @Roles('clerk', 'print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'print-job-not-found, card-not-found', 409: 'card-not-missing, approval-open' })
  settle(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) { outcome, note }: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    return this.unitOfWork.run(async (tx) => {
      const job = await findAndLockJob(tx, id);
      if (!job) throw noSuchJob();
      const card = await getAndLockCard(tx, id);
      const clerk = clerkServing(request, card.office, card.printedAtOffice);
      const about = { [attribute.applicationId]: card.applicationId, [attribute.printJobId]: id };
      return inSpan('settle missing card', { attributes: about, links: [card.traceparent ?? undefined] }, async () => {
        if (card.state !== 'missing') throw new ProblemError(409, 'card-not-missing', 'This card is not missing');
        if (outcome === 'found') {
          await receiveCard(tx, card);
          return { state: 'ready' as const };
        }
        if (!this.config.PRINT_FOUR_EYES) {
          await voidNow(tx, job, card);
          return { state: 'void' as const };
        }
        const approvalId = await askSecondPerson(tx, job.row, { act: 'void' }, note, clerk.id);
        return { state: 'awaiting-approval' as const, approvalId };
      });
    });
  }
}
