import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { gauge, logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { CONFIG } from './config.js';
import type { Config } from './config.js';
import { actOnPrintJob } from './print-job/act-on-print-job.js';
import { PrintJobRow } from './print-job/print-job.row.js';
import { weighOffice } from './print-job/offer-or-defer.js';

const log = logger('printing-queue');
const atOnce = 50;
const jobs = gauge('loket_print_jobs', 'Print jobs that are not over, by state', ['state', 'office']);
const blanks = gauge('loket_blanks', 'Blanks in stock, by station', ['station']);

/** What is looked over now and then, a round at a time. */
export interface Round {
  lookOver(): Promise<void>;
}
export const ROUNDS = Symbol('what is looked over now and then');

/**
 * Every second or so: a lease that ran out before ink puts the job back in the queue, one after ink puts it aside for a
 * person; offices are weighed again. Replicas share the work by skipping each other's rows.
 */
@Injectable()
export class LookOverLeases implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private slowRoundAt = 0;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ROUNDS) private readonly rounds: readonly Round[],
  ) {}

  onApplicationBootstrap(): void {
    this.again();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private again(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.lookOver()
        .catch((error: unknown) => log.warn({ err: error }, 'leases could not be looked over; trying again'))
        .finally(() => this.again());
    }, this.config.PRINT_SWEEP_MS);
    this.timer.unref();
  }

  /** One round. */
  async lookOver(): Promise<void> {
    while ((await this.endLeases()) === atOnce && !this.stopped);
    const offices = await this.unitOfWork.run((tx) =>
      tx.query<{ office: string }>('select distinct office from station order by office'),
    );
    for (const { office } of offices) await this.unitOfWork.run((tx) => weighOffice(tx, office));
    await this.measure();
    if (Date.now() < this.slowRoundAt) return;
    this.slowRoundAt = Date.now() + this.config.PRINT_LOOK_OVER_SECONDS * 1_000;
    for (const round of this.rounds) {
      // One that fails must not keep the others from being looked after.
      await round
        .lookOver()
        .catch((error: unknown) => log.warn({ err: error }, 'a round failed; it is tried again at the next'));
    }
  }

  private endLeases(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.manager
        .createQueryBuilder(PrintJobRow, 'job')
        .where("job.state in ('claimed', 'started') and job.leaseUntil < clock_timestamp()")
        .orderBy('job.leaseUntil')
        .limit(atOnce)
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .getMany();
      const [clock] = await tx.query<{ now: Date }>('select clock_timestamp() as now');
      const now = clock?.now ?? new Date();
      for (const row of rows) {
        const stationId = row.stationId ?? '';
        await actOnPrintJob(tx, { row, now }, { act: 'lease-over', now }, 'lease-over');
        log.warn(
          { applicationId: row.applicationId, jobId: row.id, stationId, state: row.state },
          'a station was silent until its lease was over',
        );
      }
      return rows.length;
    });
  }

  private async measure(): Promise<void> {
    const { open, stock } = await this.unitOfWork.run(async (tx) => ({
      open: await tx.query<{ state: string; office: string; n: number }>(
        "select state, office, count(*)::int as n from print_job where state in ('queued', 'claimed', 'started', 'held') group by 1, 2",
      ),
      stock: await tx.query<{ station: string; n: number }>(
        "select station_id as station, count(*) filter (where state = 'in_stock')::int as n from blank group by 1",
      ),
    }));
    jobs.reset();
    for (const { state, office, n } of open) jobs.set({ state, office }, n);
    for (const { station, n } of stock) blanks.set({ station }, n);
  }
}
