import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiZodResponse, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';
import { obstacleAt } from './print-job/obstacle.js';
import { findStationFacts } from './print-job/weigh-stations.js';
import { ForStations, stationOf } from './station/station-auth.js';

const query = z.object({ limit: z.coerce.number().int().min(1).max(50).default(10) });
const answer = z.object({
  printJobs: z.array(z.object({ jobId: z.uuid(), applicationId: z.uuid(), queuedAt: z.iso.datetime() })),
});

/** The first jobs of the station's office that it could claim now, by priority; none while it lacks what it needs: what a lost offer costs is seconds. */
@ApiTags('stations')
@Controller()
export class ListClaimable {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get('stations/me/claimable')
  @ForStations()
  @ApiZodResponse(200, answer)
  async list(
    @ZodQuery(query) { limit }: z.infer<typeof query>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const { stationId, office } = stationOf(request);
    const rows = await this.unitOfWork.run(async (tx) => {
      const facts = await findStationFacts(tx, stationId);
      if (!facts || obstacleAt(facts) !== null) return [];
      return tx.query<{ jobId: string; applicationId: string; queuedAt: Date }>(
        `select id as "jobId", application_id as "applicationId", queued_at as "queuedAt" from print_job
          where office = $1 and state = 'queued' and deferred_for is null
          order by sort_at, id limit $2`,
        [office, limit],
      );
    });
    return { printJobs: rows.map((row) => ({ ...row, queuedAt: row.queuedAt.toISOString() })) };
  }
}
