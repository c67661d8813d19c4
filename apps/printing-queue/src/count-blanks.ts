import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import { lendBlanks, missBlanks, returnBlanks, spoilBlanks } from './blank/blank-ledger.js';
import { blankSerial } from './blank/blank-serial.js';
import { weighOffice } from './print-job/offer-or-defer.js';
import { clerkServing, getOfficeOf } from './station/serving-clerk.js';

const path = z.object({ id: z.string().max(64) });
const note = z.string().trim().min(3).max(200);
const count = z.object({
  /** Pieces in the cabinet and the printer. */
  counted: z.int().min(0),
  /** Which ones should be there and are not. */
  missing: z.array(blankSerial).max(500).default([]),
  note: note.optional(),
});
const serials = z.array(blankSerial).min(1).max(500);
/** `lentTo`: another regency, the province or another office; without it they go back to the centre. */
const leaving = z.object({ serials, note, lentTo: z.string().trim().min(2).max(120).optional() });
/** Each spoiled blank needs its report (berita acara). */
const spoilt = z.object({ serials, note, reportNo: z.string().trim().min(2).max(60) });
const answer = z.object({ counted: z.int() });

/** The daily count, and blanks that leave a station unprinted. The ledger must equal the cabinet, to the piece. */
@ApiTags('blanks')
@Controller()
export class CountBlanks {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Agrees with the ledger, or names the missing ones with a note; found ones are received first. */
  @Post('stations/:id/blank-counts')
  @HttpCode(200)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found', 409: 'count-differs (with `expected`), note-needed, blank-not-in-stock' })
  count(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(count) given: z.infer<typeof count>,
    @Req() request: Request,
  ) {
    return this.take(id, request, async (tx, by, expected) => {
      if (given.counted !== expected - given.missing.length) {
        throw new ProblemError(409, 'count-differs', 'The count differs from the ledger', undefined, { expected });
      }
      if (given.missing.length > 0 && given.note === undefined)
        throw new ProblemError(409, 'note-needed', 'Say what became of the missing ones');
      return [await missBlanks(tx, given.missing, { by, note: given.note }), given.missing.length];
    });
  }

  /** Given back to the centre, or lent to another office. */
  @Post('stations/:id/blank-returns')
  @HttpCode(200)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found', 409: 'blank-not-in-stock' })
  giveBack(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(leaving) given: z.infer<typeof leaving>,
    @Req() request: Request,
  ) {
    const serials = [...new Set(given.serials)];
    return this.take(id, request, async (tx, by) => [
      given.lentTo === undefined
        ? await returnBlanks(tx, serials, { by, note: given.note })
        : await lendBlanks(tx, serials, { by, note: given.note, otherParty: given.lentTo }),
      serials.length,
    ]);
  }

  /** Found unusable in the cabinet, before any job. */
  @Post('stations/:id/blank-spoilage')
  @HttpCode(200)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found', 409: 'blank-not-in-stock' })
  spoil(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(spoilt) given: z.infer<typeof spoilt>,
    @Req() request: Request,
  ) {
    const unique = [...new Set(given.serials)];
    return this.take(id, request, async (tx, by) => [
      await spoilBlanks(tx, unique, { by, note: given.note, reportNo: given.reportNo }),
      unique.length,
    ]);
  }

  private take(
    stationId: string,
    request: Request,
    move: (
      tx: Parameters<Parameters<UnitOfWork['run']>[0]>[0],
      by: string,
      expected: number,
    ) => Promise<[moved: number, asked: number]>,
  ): Promise<z.infer<typeof answer>> {
    return this.unitOfWork.run(async (tx) => {
      const office = await getOfficeOf(tx, stationId);
      const clerk = clerkServing(request, office);
      const counted = async () =>
        (
          await tx.query<{ n: number }>('select blanks_counted as n from station where station_id = $1 for update', [
            stationId,
          ])
        )[0]?.n ?? 0;
      const [moved, asked] = await move(tx, clerk.id, await counted());
      if (moved !== asked) throw new ProblemError(409, 'blank-not-in-stock', 'Not all of these blanks are in stock');
      await weighOffice(tx, office);
      return { counted: await counted() };
    });
  }
}
