import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { type Tx, UnitOfWork } from '#outbox';
import { weighOffice } from '../print-job/offer-or-defer.js';
import { clerkServing, getOfficeOf } from '../station/serving-clerk.js';
import { type Consumable, consumableItems, lockConsumable, moveConsumable } from './consumable-ledger.js';

const path = z.object({ id: z.string().max(64) });
const item = z.enum(consumableItems);
const some = { item, quantity: z.int().min(1).max(10_000), note: z.string().trim().max(300).optional() };
const party = z.string().trim().min(2).max(120);
const body = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('received'), ...some }),
  z.object({ kind: z.literal('borrowed'), ...some, otherParty: party }),
  z.object({ kind: z.literal('lent'), ...some, otherParty: party }),
  z.object({ kind: z.literal('returned'), ...some, otherParty: party.optional() }),
  /** Every spoiled unit has its report (berita acara). */
  z.object({ kind: z.literal('spoiled'), ...some, reportNo: z.string().trim().min(2).max(60) }),
  /** A new unit goes into the printer; the one before is used up. */
  z.object({ kind: z.literal('loaded'), item, note: z.string().trim().max(300).optional() }),
]);
const count = z.object({ item, counted: z.int().min(0), explanation: z.string().trim().min(3).max(300).optional() });
const answer = z.object({ onHand: z.int(), isLoaded: z.boolean(), printsOnLoaded: z.int() });
const comes = ['received', 'borrowed'];

/** Ribbons, films, laminate and cleaning kits that come to a station, leave it, or go into its printer. */
@ApiTags('consumables')
@Controller()
export class MoveConsumables {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('stations/:id/consumables')
  @HttpCode(200)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found', 409: 'not-on-hand' })
  move(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) given: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<Consumable> {
    const pieces = given.kind === 'loaded' ? 1 : given.quantity;
    return this.within(id, request, (tx, by) =>
      moveConsumable(tx, {
        stationId: id,
        item: given.item,
        kind: given.kind,
        quantity: comes.includes(given.kind) ? pieces : -pieces,
        by,
        note: given.note,
        reportNo: given.kind === 'spoiled' ? given.reportNo : undefined,
        otherParty: 'otherParty' in given ? given.otherParty : undefined,
      }),
    );
  }

  /** The daily count: it agrees with the ledger, or the difference is explained and becomes a movement of its own. */
  @Post('stations/:id/consumable-counts')
  @HttpCode(200)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found', 409: 'count-differs (with `expected`)' })
  count(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(count) { item: counted, counted: pieces, explanation }: z.infer<typeof count>,
    @Req() request: Request,
  ): Promise<Consumable> {
    return this.within(id, request, async (tx, by) => {
      const { onHand: expected } = await lockConsumable(tx, id, counted);
      if (pieces !== expected && explanation === undefined)
        throw new ProblemError(409, 'count-differs', 'The count differs from the ledger: say why', undefined, {
          expected,
        });
      const quantity = pieces - expected;
      return moveConsumable(tx, { stationId: id, item: counted, kind: 'counted', quantity, by, note: explanation });
    });
  }

  private within(
    stationId: string,
    request: Request,
    work: (tx: Tx, by: string) => Promise<Consumable>,
  ): Promise<Consumable> {
    return this.unitOfWork.run(async (tx) => {
      const office = await getOfficeOf(tx, stationId);
      const clerk = clerkServing(request, office);
      const after = await work(tx, clerk.id);
      await weighOffice(tx, office);
      return after;
    });
  }
}
