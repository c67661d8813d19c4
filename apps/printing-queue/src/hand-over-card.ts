import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, Roles, ZodBody, ZodParams } from '#boot';
import { attribute, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { giveCard, type HandOver, handOver } from './card/give-card.js';
import { getAndLockCard } from './card/locked-card.js';
import { clerkServing } from './station/serving-clerk.js';

const path = z.object({ id: z.uuid() });
const answer = z.object({ state: z.literal('handed_over') });

/** The card goes to its owner or to who came for them; the old or damaged one comes back at the latest now (domain 1.2). */
@ApiTags('cards')
@Controller()
export class HandOverCard {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('print-jobs/:id/hand-over')
  @HttpCode(200)
  @Roles('clerk', 'print-operator')
  @ApiZodResponse(200, answer)
  @ApiProblems({
    404: 'card-not-found',
    409: 'card-not-here, already-handed-over, old-card-needed, letter-needed, family-card-needed',
  })
  handOver(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(handOver) given: HandOver,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    return this.unitOfWork.run(async (tx) => {
      const card = await getAndLockCard(tx, id);
      const clerk = clerkServing(request, card.office);
      const about = { [attribute.applicationId]: card.applicationId, [attribute.printJobId]: id };
      return inSpan('hand over card', { attributes: about, links: [card.traceparent ?? undefined] }, () =>
        giveCard(tx, card, given, clerk.id),
      );
    });
  }
}
