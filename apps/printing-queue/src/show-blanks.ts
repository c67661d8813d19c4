import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, Roles, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import { clerkServing, getOfficeOf } from './station/serving-clerk.js';

const path = z.object({ id: z.string().max(64) });
const answer = z.object({
  stationId: z.string(),
  office: z.string(),
  /** What must lie in the cabinet, reserved ones included: compare it with a count. */
  counted: z.int(),
  blanks: z.object({
    inStock: z.int(),
    reserved: z.int(),
    used: z.int(),
    spoiled: z.int(),
    returned: z.int(),
    missing: z.int(),
  }),
  /** Sums of the ledger, in pieces: received = counted + used + spoiled + returned + missing. */
  movements: z.object({ received: z.int(), used: z.int(), spoiled: z.int(), returned: z.int(), corrected: z.int() }),
  /** The last fifty movements, newest first. */
  latest: z.array(
    z.object({
      kind: z.string(),
      quantity: z.int(),
      serial: z.string().nullable(),
      jobId: z.uuid().nullable(),
      by: z.string(),
      note: z.string().nullable(),
      at: z.iso.datetime(),
    }),
  ),
});

type Answer = z.infer<typeof answer>;

/** A station's blanks, to the piece. */
@ApiTags('blanks')
@Controller()
export class ShowBlanks {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get('stations/:id/blanks')
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found' })
  show(@ZodParams(path) { id }: z.infer<typeof path>, @Req() request: Request): Promise<Answer> {
    return this.unitOfWork.run(async (tx) => {
      const office = await getOfficeOf(tx, id);
      clerkServing(request, office);
      const [station] = await tx.query<{ counted: number }>(
        'select blanks_counted as counted from station where station_id = $1',
        [id],
      );
      const states = await tx.query<{ state: string; n: number }>(
        'select state, count(*)::int as n from blank where station_id = $1 group by 1',
        [id],
      );
      const kinds = await tx.query<{ kind: string; n: number }>(
        'select kind, sum(quantity)::int as n from blank_movement where station_id = $1 group by 1',
        [id],
      );
      const latest = await tx.query<Omit<Answer['latest'][number], 'at'> & { at: Date }>(
        `select kind, quantity, serial, job_id as "jobId", moved_by as by, note, moved_at as at
           from blank_movement where station_id = $1 order by id desc limit 50`,
        [id],
      );
      const of = (state: string) => states.find((row) => row.state === state)?.n ?? 0;
      const moved = (kind: string) => Math.abs(kinds.find((row) => row.kind === kind)?.n ?? 0);
      return {
        stationId: id,
        office,
        counted: station?.counted ?? 0,
        blanks: {
          inStock: of('in_stock'),
          reserved: of('reserved'),
          used: of('used'),
          spoiled: of('spoiled'),
          returned: of('returned'),
          missing: of('missing'),
        },
        movements: {
          received: moved('received') + moved('borrowed'),
          used: moved('used'),
          spoiled: moved('spoiled'),
          returned: moved('returned') + moved('lent'),
          corrected: -moved('counted'),
        },
        latest: latest.map((row) => ({ ...row, at: row.at.toISOString() })),
      };
    });
  }
}
