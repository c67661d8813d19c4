import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from './config.js';
import { actOnPrintJob, findAndLockJob } from './print-job/act-on-print-job.js';
import { type AttemptPath, attemptPath } from './print-job/attempt-path.js';
import { jobRefused, noSuchJob } from './print-job/job-problems.js';
import { leaseFrom } from './print-job/lease.js';
import { ForStations, stationOf } from './station/station-auth.js';

const answer = z.object({ leaseUntil: z.iso.datetime() });

/** The station is still at it: jammed, out of ribbon, or waiting for its operator. 409 tells it to put the job down. */
@ApiTags('stations')
@Controller()
export class RenewLease {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('print-jobs/:id/attempts/:n/renew')
  @HttpCode(200)
  @ForStations()
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'print-job-not-found', 409: 'lease-over, old-attempt, job-ended, job-held' })
  renew(@ZodParams(attemptPath) { id, n }: AttemptPath, @Req() request: Request): Promise<z.infer<typeof answer>> {
    const { stationId } = stationOf(request);
    return this.unitOfWork.run(async (tx) => {
      const job = await findAndLockJob(tx, id);
      if (!job) throw noSuchJob();
      const leaseUntil = leaseFrom(job.now, this.config);
      const act = { act: 'renew', by: { stationId, attempt: n }, now: job.now, leaseUntil } as const;
      const decision = await actOnPrintJob(tx, job, act, stationId);
      if (decision.outcome === 'refused') throw jobRefused(decision.why);
      return { leaseUntil: leaseUntil.toISOString() };
    });
  }
}
