import { Inject, Injectable } from '@nestjs/common';
import { logger } from '#observability';
import { CONFIG, type Config } from './config.js';
import { Desk } from './desk.js';
import { Journal } from './journal.js';
import { OfficeAway, OfficeLine } from './office-line.js';
import { PrintCards } from './print-cards.js';
import { PRINTER, type Printer, type PrinterState } from './printers/printer.js';
import { StationRun } from './station-run.js';

/** Tells the office that the station lives and how its printer is, and renews what it holds: also through a jam or an empty tray. */
@Injectable()
export class KeepInTouch {
  private readonly log = logger('print-station');
  /** Short until the office has told: a begun job must not run out before the first heartbeat is answered. */
  private leaseSeconds = 3;
  /** As last heard; undefined before. */
  blanks: number | undefined;
  printerState: PrinterState = { state: 'offline', reasons: [] };

  constructor(
    private readonly run: StationRun,
    private readonly desk: Desk,
    private readonly journal: Journal,
    private readonly office: OfficeLine,
    private readonly cards: PrintCards,
    @Inject(PRINTER) private readonly printer: Printer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async keepBeating(): Promise<void> {
    while (!this.run.stopped) {
      this.printerState = await this.printer.state();
      const { state } = this.printerState;
      if (state === 'stopped' || state === 'offline') this.cards.giveBackWaiting();
      await this.quietly(async () => {
        const answer = await this.office.heartbeat(this.printerState);
        if ('refused' in answer) return;
        this.leaseSeconds = answer.leaseSeconds;
        this.blanks = answer.blanks;
      });
      await this.run.wait(this.config.STATION_HEARTBEAT_SECONDS * 1_000);
    }
  }

  async keepRenewing(): Promise<void> {
    while (!this.run.stopped) {
      await this.run.wait((this.leaseSeconds * 1_000) / 3);
      if (this.run.stopped) return;
      const begunBefore = this.journal.openAttempts().filter((one) => one.what === 'begun' && one.visit !== true);
      // What is along on a visit is ours until the visit is over.
      const onDesk = this.desk.all().filter((job) => job.along === undefined);
      for (const job of onDesk) {
        await this.quietly(async () => {
          const answer = await this.office.renew(job.jobId, job.attempt);
          if ('refused' in answer) this.desk.takeAway(job);
        });
      }
      // Begun by the run before and still at the printer.
      for (const { jobId, attempt } of begunBefore) {
        if (!onDesk.some((job) => job.jobId === jobId)) await this.quietly(() => this.office.renew(jobId, attempt));
      }
    }
  }

  private async quietly(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof OfficeAway)) this.log.error({ err: error }, 'could not keep in touch with the office');
    }
  }
}
