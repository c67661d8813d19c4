import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, Roles, ZodBody, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import { receiveBlanks } from './blank/blank-ledger.js';
import { blankSerial, boxName, serialsOfBox } from './blank/blank-serial.js';
import { weighOffice } from './print-job/offer-or-defer.js';
import { clerkServing, getOfficeOf } from './station/serving-clerk.js';

const path = z.object({ id: z.string().max(64) });
const atMost = 10_000;
const number = z.int().min(1).max(99_999);
const how = {
  /** `borrowed`: from another regency or the province, named in `otherParty`; also what comes back after it was lent. */
  how: z.enum(['received', 'borrowed']).default('received'),
  otherParty: z.string().trim().min(2).max(120).optional(),
  note: z.string().max(200).optional(),
};
const body = z.union([
  z.object({ serials: z.array(blankSerial).min(1).max(atMost), ...how }),
  z
    .object({ box: boxName, from: number, to: number, ...how })
    .refine(
      ({ from, to }) => to >= from && to - from < atMost,
      `from must not be above to, and at most ${atMost} at once`,
    ),
]);
const answer = z.object({ received: z.int(), known: z.int(), inStock: z.int() });

/** Blanks come to a station: each by its printed serial, or a box by running numbers. Known ones are not counted again. */
@ApiTags('blanks')
@Controller()
export class ReceiveBlanks {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('stations/:id/blanks')
  @HttpCode(201)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(201, answer)
  @ApiProblems({ 404: 'station-not-found' })
  receive(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) given: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const serials = 'serials' in given ? [...new Set(given.serials)] : serialsOfBox(given.box, given.from, given.to);
    return this.unitOfWork.run(async (tx) => {
      const office = await getOfficeOf(tx, id);
      const clerk = clerkServing(request, office);
      const received = await receiveBlanks(
        tx,
        id,
        serials,
        { by: clerk.id, note: given.note, otherParty: given.otherParty },
        given.how,
      );
      await weighOffice(tx, office);
      const [stock] = await tx.query<{ n: number }>(
        "select count(*)::int as n from blank where station_id = $1 and state = 'in_stock'",
        [id],
      );
      return { received, known: serials.length - received, inStock: stock?.n ?? 0 };
    });
  }
}
