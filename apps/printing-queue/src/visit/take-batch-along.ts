import { randomUUID } from 'node:crypto';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, ZodBody } from '#boot';
import { logger } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { actOnPrintJob, findAndLockJob } from '../print-job/act-on-print-job.js';
import { ForStations, type Station, stationOf } from '../station/station-auth.js';
import { type Batch, batch, ShowBatch } from './show-batch.js';

const log = logger('printing-queue');
const longestDays = 30;
const body = z.object({
  /** The station's own name for this visit, written down before it asks: asked again with it, the same batch is answered. */
  visitId: z.uuid().optional(),
  /** When the visit is back at a line; at most thirty days ahead. */
  until: z.iso.datetime(),
  limit: z.int().min(1).max(200).default(50),
  /** Only requests from this sub-district. */
  district: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});
/** Of the visit that ends; the open one where it is left out. */
const whichVisit = z.object({ visitId: z.uuid().optional() }).optional();

/**
 * A station goes where no line reaches (jemput bola) and takes a batch along: claims whose lease lasts until it is back. It
 * may print them without asking at each one; its journal tells afterwards. Such a claim never goes back by itself, for
 * nobody knows meanwhile whether its card was made.
 */
@ApiTags('stations')
@ForStations()
@Controller('stations/me/visit')
export class TakeBatchAlong {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly showBatch: ShowBatch,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiZodResponse(201, batch)
  @ApiProblems({ 409: 'visit-open, visit-over, visit-too-long' })
  async begin(@ZodBody(body) given: z.infer<typeof body>, @Req() request: Request): Promise<Batch> {
    const station = stationOf(request);
    const now = new Date();
    const until = new Date(given.until);
    if (until <= now || until.getTime() - now.getTime() > longestDays * 86_400_000)
      throw new ProblemError(409, 'visit-too-long', `A visit ends within ${longestDays} days from now`);
    const visitId = given.visitId ?? randomUUID();
    const taken = await this.unitOfWork.run((tx) => this.take(tx, station, visitId, until, given));
    log.info({ stationId: station.stationId }, `${taken} jobs were taken along on a visit`);
    const found = await this.showBatch.find(station.stationId, visitId);
    if (!found) throw new ProblemError(409, 'visit-over', 'This visit has ended already');
    return found;
  }

  /** Back, and the journal posted: what was not begun goes back to the queue. Nothing else does. */
  @Post('end')
  @HttpCode(200)
  @ApiZodResponse(200, z.object({ returned: z.int() }))
  end(@ZodBody(whichVisit) ended: z.infer<typeof whichVisit>, @Req() request: Request): Promise<{ returned: number }> {
    const { stationId } = stationOf(request);
    return this.unitOfWork.run(async (tx) => {
      const [visit] = await tx.query<{ id: string }>(
        `update visit set ended_at = now()
          where station_id = $1 and ended_at is null and ($2::uuid is null or id = $2) returning id`,
        [stationId, ended?.visitId ?? null],
      );
      if (!visit) return { returned: 0 };
      // All locked first: giving one back takes the office's lock, and that comes last everywhere.
      const open = await tx.query<{ id: string }>(
        "select id from print_job where visit_id = $1 and state = 'claimed' order by id for update",
        [visit.id],
      );
      let returned = 0;
      for (const { id } of open) {
        const job = await findAndLockJob(tx, id);
        if (!job || job.row.stationId !== stationId) continue;
        const by = { stationId, attempt: job.row.attempt };
        if ((await actOnPrintJob(tx, job, { act: 'not-fed', by }, stationId)).outcome === 'moved') returned += 1;
      }
      return { returned };
    });
  }

  private async take(
    tx: Tx,
    { stationId, office }: Station,
    visitId: string,
    until: Date,
    { limit, district }: z.infer<typeof body>,
  ): Promise<number> {
    // Overdue, and nothing of it is out any more: what was has been put aside for a person.
    await tx.query(
      `update visit set ended_at = now() where station_id = $1 and ended_at is null and until < now()
          and not exists (select 1 from print_job where visit_id = visit.id and state = 'claimed')`,
      [stationId],
    );
    const [known] = await tx.query<{ id: string; isMine: boolean }>(
      `select id, id = $2 and station_id = $1 as "isMine" from visit
        where id = $2 or (station_id = $1 and ended_at is null) order by id = $2 desc limit 1`,
      [stationId, visitId],
    );
    // Its answer was lost: what is along is along.
    if (known?.isMine === true) return 0;
    // Not answered with what is along: a station that has lost its journal may have printed some of it.
    if (known)
      throw new ProblemError(409, 'visit-open', 'This station is on a visit already', undefined, { visitId: known.id });
    await tx.query('insert into visit (id, station_id, until) values ($1, $2, $3)', [visitId, stationId, until]);
    const waiting = await tx.query<{ id: string }>(
      `select id from print_job where office = $1 and state = 'queued' and deferred_for is null and ($2::text is null or district = $2)
        order by sort_at, id limit least($3, (select count(*) from blank where station_id = $4 and state = 'in_stock'))
        for update skip locked`,
      [office, district ?? null, limit, stationId],
    );
    let taken = 0;
    for (const { id } of waiting) {
      const job = await findAndLockJob(tx, id);
      if (!job) continue;
      const act = { act: 'claim', stationId, now: job.now, leaseUntil: until, visitId } as const;
      const decision = await actOnPrintJob(tx, job, act, stationId);
      if (decision.outcome === 'moved') taken += 1;
    }
    return taken;
  }
}
