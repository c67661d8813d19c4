import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, Roles, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import { clerkServing, getOfficeOf } from '../station/serving-clerk.js';

const path = z.object({ id: z.string().max(64) });
const answer = z.object({
  stationId: z.string(),
  consumables: z.array(
    z.object({
      item: z.string(),
      onHand: z.int(),
      isLoaded: z.boolean(),
      printsOnLoaded: z.int(),
      /** Cards in hand at the station, each of which will use one print of it. */
      reserved: z.int(),
      /** What the units before really made; null until one was used up. */
      averageYield: z.number().nullable(),
    }),
  ),
  /** The last fifty movements, newest first. */
  latest: z.array(
    z.object({
      item: z.string(),
      kind: z.string(),
      quantity: z.int(),
      reportNo: z.string().nullable(),
      otherParty: z.string().nullable(),
      prints: z.int().nullable(),
      by: z.string(),
      note: z.string().nullable(),
      at: z.iso.datetime(),
    }),
  ),
});
type Answer = z.infer<typeof answer>;

/** A station's consumables, to the piece, with the yields they really had. */
@ApiTags('consumables')
@Controller()
export class ShowConsumables {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get('stations/:id/consumables')
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found' })
  show(@ZodParams(path) { id }: z.infer<typeof path>, @Req() request: Request): Promise<Answer> {
    return this.unitOfWork.run(async (tx) => {
      clerkServing(request, await getOfficeOf(tx, id));
      const consumables = await tx.query<Answer['consumables'][number]>(
        `select item, on_hand as "onHand", is_loaded as "isLoaded", prints_on_loaded as "printsOnLoaded",
                (select count(*)::int from print_job j where j.station_id = c.station_id and j.state in ('claimed', 'started')) as reserved,
                (select avg(prints)::float8 from consumable_movement m
                  where m.station_id = c.station_id and m.item = c.item and prints is not null) as "averageYield"
           from consumable c where station_id = $1 order by item`,
        [id],
      );
      const latest = await tx.query<Omit<Answer['latest'][number], 'at'> & { at: Date }>(
        `select item, kind, quantity, report_no as "reportNo", other_party as "otherParty", prints, moved_by as by, note, moved_at as at
           from consumable_movement where station_id = $1 order by id desc limit 50`,
        [id],
      );
      return { stationId: id, consumables, latest: latest.map((row) => ({ ...row, at: row.at.toISOString() })) };
    });
  }
}
