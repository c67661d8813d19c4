import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, ZodBody, ZodParams } from '#boot';
import { officeDate, type Region } from '#civil-registry';
import { attribute, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { Inject } from '@nestjs/common';
import { CONFIG, type Config } from './config.js';
import { cardData, FetchCard } from './card/fetch-card.js';
import { actOnPrintJob, findAndLockJob } from './print-job/act-on-print-job.js';
import { PrintJobRow } from './print-job/print-job.row.js';
import { jobRefused, lacking, noSuchJob, otherOffice } from './print-job/job-problems.js';
import { obstacleAt } from './print-job/obstacle.js';
import { findStationFacts } from './print-job/weigh-stations.js';
import { leaseFrom } from './print-job/lease.js';
import { REGION } from './printing-office.js';
import { ForStations, type Station, stationOf } from './station/station-auth.js';

const path = z.object({ id: z.uuid() });
/** `bootId`: which run of the station asks; it must have posted its journal first. */
const body = z.object({ bootId: z.uuid().optional() }).optional();
const answer = z.object({
  attempt: z.int(),
  leaseUntil: z.iso.datetime(),
  /** For the station's own spans and words; ids only. */
  applicationId: z.uuid(),
  card: cardData,
});

/** A station takes a job: one wins, whoever asks. Nothing is consumed yet. */
@ApiTags('stations')
@Controller()
export class ClaimPrintJob {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fetchCard: FetchCard,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(REGION) private readonly region: Region,
  ) {}

  @Post('print-jobs/:id/claims')
  @HttpCode(201)
  @ForStations()
  @ApiZodResponse(201, answer)
  @ApiProblems({
    404: 'print-job-not-found',
    403: 'other-office',
    409: 'taken, job-ended, deferred, no-blanks, lacks-ribbon, lacks-film, station-stopped, hopper-full, journal-first',
    503: 'particulars-unavailable',
  })
  async claim(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) asked: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const station = stationOf(request);
    // Looked at without the lock first: nobody's particulars are read for a job that is gone.
    const job = await this.unitOfWork.run((tx) => this.claimable(tx, id, station, asked?.bootId));
    const about = {
      [attribute.applicationId]: job.applicationId,
      [attribute.printJobId]: id,
      [attribute.stationId]: station.stationId,
    };
    return inSpan('claim print job', { attributes: about, links: [job.traceparent ?? undefined] }, async () => {
      const card = await this.fetchCard.fetch(job.applicationId, officeDate(new Date(), this.region.timeZone));
      const { attempt, leaseUntil } = await this.unitOfWork.run((tx) => this.take(tx, id, station));
      return { attempt, leaseUntil: leaseUntil.toISOString(), applicationId: job.applicationId, card };
    });
  }

  private async claimable(tx: Tx, id: string, station: Station, bootId: string | undefined): Promise<PrintJobRow> {
    const job = await tx.manager.findOneBy(PrintJobRow, { id });
    if (!job) throw noSuchJob();
    if (job.office !== station.office) throw otherOffice();
    const isMine = job.state === 'claimed' && job.stationId === station.stationId;
    if (job.state !== 'queued' && !isMine)
      throw jobRefused(job.state === 'completed' || job.state === 'abandoned' ? 'job-ended' : 'taken');
    if (job.deferredFor !== null) throw new ProblemError(409, 'deferred', 'This job waits', job.deferredFor);
    const [state] = await tx.query<{ bootId: string | null; hopper: number | null; inHand: number }>(
      `select boot_id as "bootId", (capabilities ->> 'hopper')::int as hopper,
              (select count(*)::int from print_job j where j.station_id = $1 and j.state = 'claimed' and j.id <> $2) as "inHand"
         from station where station_id = $1`,
      [station.stationId, id],
    );
    if (bootId !== undefined && state?.bootId !== bootId) {
      throw new ProblemError(409, 'journal-first', 'Post the journal of the last run before claiming');
    }
    if (state && state.hopper !== null && state.inHand >= state.hopper)
      throw new ProblemError(409, 'hopper-full', 'This station has as many claims as its hopper holds cards');
    const facts = await findStationFacts(tx, station.stationId);
    const lack = facts ? obstacleAt(facts) : 'station';
    if (lack !== null && !isMine) throw lacking(lack);
    return job;
  }

  private async take(tx: Tx, id: string, station: Station): Promise<{ attempt: number; leaseUntil: Date }> {
    const job = await findAndLockJob(tx, id);
    if (!job) throw noSuchJob();
    const leaseUntil = leaseFrom(job.now, this.config);
    const { stationId } = station;
    const decision = await actOnPrintJob(tx, job, { act: 'claim', stationId, now: job.now, leaseUntil }, stationId);
    if (decision.outcome === 'refused') throw jobRefused(decision.why);
    return { attempt: job.row.attempt, leaseUntil };
  }
}
