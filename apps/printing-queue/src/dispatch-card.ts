import { randomUUID } from 'node:crypto';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { CardDispatched } from '#contracts';
import { attribute, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { type Card, getAndLockCard } from './card/locked-card.js';
import { factsOf, receiveCard } from './dispatch/send-manifest.js';
import { clerkServing } from './station/serving-clerk.js';

const path = z.object({ id: z.uuid() });
/** Cards that travel together carry the same manifest. */
const body = z.object({ manifestId: z.uuid().optional() }).optional();
const answer = z.object({ state: z.enum(['in_transit', 'ready']), manifestId: z.uuid().nullable() });
type Answer = z.infer<typeof answer>;

/** A card travels to where it is collected: it leaves on a manifest, and the other office receives it. Each said twice is done once. */
@ApiTags('cards')
@Controller('print-jobs/:id')
export class DispatchCard {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('dispatch')
  @HttpCode(200)
  @Roles('clerk', 'print-operator')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'card-not-found', 409: 'card-not-to-dispatch' })
  dispatch(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) given: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<Answer> {
    return this.withCard(id, 'dispatch card', async (tx, card) => {
      const clerk = clerkServing(request, card.printedAtOffice);
      if (card.state === 'in_transit') return { state: 'in_transit', manifestId: card.manifestId };
      if (card.state !== 'to_dispatch')
        throw new ProblemError(409, 'card-not-to-dispatch', 'This card does not wait to be sent');
      const manifestId = given?.manifestId ?? randomUUID();
      await tx.query(
        'insert into manifest (id, from_office, to_office, sent_by) values ($1, $2, $3, $4) on conflict do nothing',
        [manifestId, card.printedAtOffice, card.office, clerk.id],
      );
      await tx.query(
        "update card set state = 'in_transit', manifest_id = $2, dispatched_at = now() where job_id = $1",
        [id, manifestId],
      );
      await tx.emit(CardDispatched, { ...factsOf(card), manifestId });
      return { state: 'in_transit', manifestId };
    });
  }

  /** Received at its pick-up office; also when nobody there knew that it was sent. */
  @Post('arrival')
  @HttpCode(200)
  @Roles('clerk', 'print-operator')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'card-not-found', 409: 'card-void' })
  arrive(@ZodParams(path) { id }: z.infer<typeof path>, @Req() request: Request): Promise<Answer> {
    return this.withCard(id, 'receive card', async (tx, card) => {
      clerkServing(request, card.office);
      await receiveCard(tx, card);
      return { state: 'ready', manifestId: card.manifestId };
    });
  }

  private withCard(id: string, name: string, work: (tx: Tx, card: Card) => Promise<Answer>): Promise<Answer> {
    return this.unitOfWork.run(async (tx) => {
      const card = await getAndLockCard(tx, id);
      const about = { [attribute.applicationId]: card.applicationId, [attribute.printJobId]: id };
      return inSpan(name, { attributes: about, links: [card.traceparent ?? undefined] }, () => work(tx, card));
    });
  }
}
