import { randomUUID } from 'node:crypto';
import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, ZodBody } from '#boot';
import { officeDate, type Region } from '#civil-registry';
import { logger } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { cardData, FetchCard } from '../card/fetch-card.js';
import { actOnPrintJob, findAndLockJob } from '../print-job/act-on-print-job.js';
import { REGION } from '../printing-office.js';
import { ForStations, type Station, stationOf } from '../station/station-auth.js';

const log = logger('printing-queue');
const longestDays = 30;
const body = z.object({
  /** When the visit is back at a line; at most thirty days ahead. */
  until: z.iso.datetime(),
  limit: z.int().min(1).max(200).default(50),
  /** Only requests from this sub-district. */
  district: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});
const answer = z.object({
  visitId: z.uuid(),
  until: z.iso.datetime(),
  jobs: z.array(
    z.object({
      jobId: z.uuid(),
      attempt: z.int(),
      applicationId: z.uuid(),
      /** Null when it could not be read now: claim the job again to get it. */
      card: cardData.nullable(),
    }),
  ),
});
type Taken = { jobId: string; attempt: number; applicationId: string };

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
    private readonly fetchCard: FetchCard,
    @Inject(REGION) private readonly region: Region,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiZodResponse(201, answer)
  @ApiProblems({ 409: 'visit-open (with `visitId`), visit-too-long' })
  async begin(@ZodBody(body) given: z.infer<typeof body>, @Req() request: Request): Promise<z.infer<typeof answer>> {
    const station = stationOf(request);
    const now = new Date();
    const until = new Date(given.until);
    if (until <= now || until.getTime() - now.getTime() > longestDays * 86_400_000)
      throw new ProblemError(409, 'visit-too-long', `A visit ends within ${longestDays} days from now`);
    const visitId = randomUUID();
    const taken = await this.unitOfWork.run((tx) => this.take(tx, station, visitId, until, given));
    const today = officeDate(now, this.region.timeZone);
    const jobs = [];
    for (const one of taken) jobs.push({ ...one, card: await this.cardOf(one.applicationId, today) });
    log.info({ stationId: station.stationId }, `${jobs.length} jobs were taken along on a visit`);
    return { visitId, until: until.toISOString(), jobs };
  }

  /** Back, and the journal posted: what was not begun goes back to the queue. Nothing else does. */
  @Post('end')
  @HttpCode(200)
  @ApiZodResponse(200, z.object({ returned: z.int() }))
  end(@Req() request: Request): Promise<{ returned: number }> {
    const { stationId } = stationOf(request);
    return this.unitOfWork.run(async (tx) => {
      const [visit] = await tx.query<{ id: string }>(
        'update visit set ended_at = now() where station_id = $1 and ended_at is null returning id',
        [stationId],
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
  ): Promise<Taken[]> {
    const [open] = await tx.query<{ id: string }>('select id from visit where station_id = $1 and ended_at is null', [
      stationId,
    ]);
    if (open)
      throw new ProblemError(409, 'visit-open', 'This station is on a visit already', undefined, { visitId: open.id });
    await tx.query('insert into visit (id, station_id, until) values ($1, $2, $3)', [visitId, stationId, until]);
    const waiting = await tx.query<{ id: string }>(
      `select id from print_job where office = $1 and state = 'queued' and deferred_for is null and ($2::text is null or district = $2)
        order by sort_at, id limit least($3, (select count(*) from blank where station_id = $4 and state = 'in_stock'))
        for update skip locked`,
      [office, district ?? null, limit, stationId],
    );
    const taken: Taken[] = [];
    for (const { id } of waiting) {
      const job = await findAndLockJob(tx, id);
      if (!job) continue;
      const act = { act: 'claim', stationId, now: job.now, leaseUntil: until, visitId } as const;
      const decision = await actOnPrintJob(tx, job, act, stationId);
      if (decision.outcome === 'moved')
        taken.push({ jobId: id, attempt: job.row.attempt, applicationId: job.row.applicationId });
    }
    return taken;
  }

  private async cardOf(applicationId: string, today: string) {
    try {
      return await this.fetchCard.fetch(applicationId, today);
    } catch (error) {
      if (error instanceof ProblemError) return null;
      throw error;
    }
  }
}
