import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, ZodBody, ZodParams } from '#boot';
import { attribute, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { findBlankInStock } from './blank/blank-ledger.js';
import { blankSerial } from './blank/blank-serial.js';
import { CONFIG, type Config } from './config.js';
import { actOnPrintJob, findAndLockJob, type LockedJob } from './print-job/act-on-print-job.js';
import { type AttemptPath, attemptPath } from './print-job/attempt-path.js';
import { jobRefused, noSuchJob, otherOffice } from './print-job/job-problems.js';
import { leaseFrom } from './print-job/lease.js';
import { ForStations, type Station, stationOf } from './station/station-auth.js';

/** The blank that lies in the printer, or `next`: the station's oldest one, for printers that feed themselves. */
const body = z.object({ serial: z.union([z.literal('next'), blankSerial]) });
const answer = z.object({ attempt: z.int(), serial: z.string(), leaseUntil: z.iso.datetime() });

/** A blank is bound to the attempt. Ink only after this has answered 200; asked again, it answers the same. */
@ApiTags('stations')
@Controller()
export class BeginPrinting {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('print-jobs/:id/attempts/:n/begin')
  @HttpCode(200)
  @ForStations()
  @ApiZodResponse(200, answer)
  @ApiProblems({
    404: 'print-job-not-found',
    403: 'other-office',
    409: 'blank-not-in-stock, lease-over, old-attempt, serial-differs, job-ended, job-held',
  })
  begin(
    @ZodParams(attemptPath) { id, n }: AttemptPath,
    @ZodBody(body) { serial }: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const station = stationOf(request);
    return this.unitOfWork.run(async (tx) => {
      const job = await findAndLockJob(tx, id);
      if (!job) throw noSuchJob();
      if (job.row.office !== station.office) throw otherOffice();
      const { applicationId, traceparent } = job.row;
      const about = { [attribute.applicationId]: applicationId, [attribute.printJobId]: id, [attribute.attempt]: n };
      return inSpan('begin printing', { attributes: about, links: [traceparent ?? undefined] }, () =>
        this.bind(tx, job, station, n, serial),
      );
    });
  }

  private async bind(
    tx: Tx,
    job: LockedJob,
    { stationId }: Station,
    attempt: number,
    asked: string,
  ): Promise<z.infer<typeof answer>> {
    const bound = job.row.state === 'started' && job.row.attempt === attempt ? job.row.serial : null;
    const isBound = bound !== null && (asked === 'next' || asked === bound);
    const serial = isBound ? bound : await findBlankInStock(tx, stationId, asked);
    if (serial === undefined) {
      throw new ProblemError(
        409,
        'blank-not-in-stock',
        'This station has no such blank in stock',
        asked === 'next' ? 'none is left' : undefined,
      );
    }
    const leaseUntil = leaseFrom(job.now, this.config);
    const act = { act: 'begin', by: { stationId, attempt }, serial, now: job.now, leaseUntil } as const;
    const decision = await actOnPrintJob(tx, job, act, stationId);
    if (decision.outcome === 'refused') throw jobRefused(decision.why);
    return { attempt, serial, leaseUntil: (job.row.leaseUntil ?? leaseUntil).toISOString() };
  }
}
