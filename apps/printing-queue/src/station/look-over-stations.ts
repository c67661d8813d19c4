import { Inject, Injectable } from '@nestjs/common';
import { PrintJobOffered, PrintJobRerouted, PrintingResumed, StationSilent, type HoldCause } from '#contracts';
import { counter, logger } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { CONFIG, type Config } from '../config.js';
import { factsOf, type JobFacts, weighOffice } from '../print-job/offer-or-defer.js';
import { obstacleOf } from '../print-job/weigh-stations.js';

const log = logger('printing-queue');
const rerouted = counter('loket_print_jobs_rerouted_total', 'Jobs that another office prints', ['from', 'to']);
const atOnce = 200;

/**
 * Notices stations that have fallen silent, says so once, and gives the queued jobs of an office to another one when all of
 * its stations have been away for longer than the office allows. A station on a visit is silent on purpose.
 */
@Injectable()
export class LookOverStations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One round. */
  async lookOver(): Promise<void> {
    await this.unitOfWork.run((tx) => this.noticeSilence(tx));
    const { PRINT_REROUTE_AFTER_MINUTES: after } = this.config;
    if (after === 0) return;
    const offices = await this.unitOfWork.run((tx) => this.giveUpWaiting(tx, after));
    for (const { office } of offices) await this.unitOfWork.run((tx) => this.reroute(tx, office));
  }

  private async noticeSilence(tx: Tx): Promise<void> {
    const silent = await tx.query<{ stationId: string; office: string; since: Date }>(
      `update station s set silent_since = last_seen_at
        where silent_since is null and revoked_at is null and last_seen_at < now() - make_interval(secs => $1)
          and not exists (select 1 from visit v where v.station_id = s.station_id and v.ended_at is null and v.until > now())
       returning station_id as "stationId", office, last_seen_at as since`,
      [this.config.STATION_SILENT_SECONDS],
    );
    for (const { stationId, office, since } of silent) {
      log.warn({ stationId }, 'a station has fallen silent: look at its power and its line');
      await tx.emit(StationSilent, { stationId, office, since: since.toISOString() });
    }
  }

  /** @returns the offices of which no station is left, and which have jobs waiting */
  private async giveUpWaiting(tx: Tx, afterMinutes: number): Promise<{ office: string }[]> {
    await tx.query(
      `update station set away_at = now()
        where away_at is null and revoked_at is null and silent_since < now() - make_interval(secs => $1)`,
      [afterMinutes * 60],
    );
    return tx.query<{ office: string }>(
      `select office from station group by office
        having bool_and(away_at is not null or revoked_at is not null)
          and exists (select 1 from print_job j where j.office = station.office and j.state = 'queued')`,
    );
  }

  private async reroute(tx: Tx, from: string): Promise<void> {
    const to = await this.findAbleOffice(tx, from);
    if (to === undefined) return weighOffice(tx, from);
    const moved = await tx.query<JobFacts & { before: HoldCause | null }>(
      `with waiting as (
         select id, deferred_for as before from print_job where office = $1 and state = 'queued'
          order by sort_at, id limit ${atOnce} for update skip locked)
       update print_job set office = $2, routed_from = coalesce(routed_from, $1), deferred_for = null
         from waiting where print_job.id = waiting.id
       returning print_job.id, application_id as "applicationId", answers, office, waiting.before`,
      [from, to],
    );
    for (const { before, ...job } of moved) {
      if (before) await tx.emit(PrintingResumed, { ...factsOf(job), cause: before });
      await tx.emit(PrintJobRerouted, { ...factsOf(job), fromOffice: from });
      await tx.emit(PrintJobOffered, factsOf(job));
    }
    if (moved.length === 0) return;
    rerouted.inc({ from, to }, moved.length);
    log.warn({ office: from }, `every station of this office is away: ${to} prints ${moved.length} of its cards`);
    await weighOffice(tx, to);
  }

  /** The office with the shortest queue among those that can print now. */
  private async findAbleOffice(tx: Tx, but: string): Promise<string | undefined> {
    const others = await tx.query<{ office: string }>(
      `select s.office from station s where s.office <> $1 and s.revoked_at is null and s.away_at is null
        group by s.office
        order by (select count(*) from print_job j where j.office = s.office and j.state = 'queued'), s.office`,
      [but],
    );
    for (const { office } of others) if ((await obstacleOf(tx, office)) === null) return office;
    return undefined;
  }
}
