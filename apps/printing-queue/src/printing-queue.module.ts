import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#boot';
import type { AreaBook, Region } from '#civil-registry';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { BeginPrinting } from './begin-printing.js';
import { AREAS, FetchCard } from './card/fetch-card.js';
import { ClaimPrintJob } from './claim-print-job.js';
import { CONFIG, type Config } from './config.js';
import { CountBlanks } from './count-blanks.js';
import { DispatchCard } from './dispatch-card.js';
import { HandOverCard } from './hand-over-card.js';
import { HearHeartbeat } from './hear-heartbeat.js';
import { LinkChanged } from './link-changed.js';
import { ListCards } from './list-cards.js';
import { ListClaimable } from './list-claimable.js';
import { ListPrintJobs } from './list-print-jobs.js';
import { ListStations } from './list-stations.js';
import { LookOverLeases } from './look-over-leases.js';
import { PostJournal } from './post-journal.js';
import { REGION } from './printing-office.js';
import { QueuePrintJob } from './queue-print-job.js';
import { ReceiveBlanks } from './receive-blanks.js';
import { RenewLease } from './renew-lease.js';
import { ReportPrinting } from './report-printing.js';
import { DecideSecondCard } from './second-card/decide-second-card.js';
import { ListApprovals } from './second-card/list-approvals.js';
import { VoidCard } from './second-card/void-card.js';
import { SettleHeldJob } from './settle-held-job.js';
import { ShowBlanks } from './show-blanks.js';
import { EnrolStations } from './station/enrol-stations.js';
import { STATION_KEYS } from './station/station-auth.js';
import { WatchPrintLine } from './watch-print-line.js';
import { WithdrawalAsked } from './withdrawal-asked.js';

const consumers = [QueuePrintJob, WithdrawalAsked, LinkChanged];
const forStations = [
  ClaimPrintJob,
  BeginPrinting,
  RenewLease,
  ReportPrinting,
  PostJournal,
  HearHeartbeat,
  ListClaimable,
];
const forStaff = [
  ListPrintJobs,
  SettleHeldJob,
  ListApprovals,
  DecideSecondCard,
  VoidCard,
  ListStations,
  ReceiveBlanks,
  ShowBlanks,
  CountBlanks,
  ListCards,
  HandOverCard,
  DispatchCard,
];

@Module({})
export class PrintingQueueModule {
  static for(given: {
    config: Config;
    unitOfWork: UnitOfWork;
    dataSource: DataSource;
    region: Region;
    areas: AreaBook;
  }): DynamicModule {
    const { config, unitOfWork, dataSource, region, areas } = given;
    return {
      module: PrintingQueueModule,
      imports: [
        AccessModule.for({
          service: 'printing-queue',
          consoleJwksUrl: config.CONSOLE_JWKS_URL,
          serviceKey: config.LOKET_SERVICE_KEY,
        }),
      ],
      controllers: [...consumers, ...forStations, ...forStaff],
      providers: [
        { provide: UnitOfWork, useValue: unitOfWork },
        { provide: DataSource, useValue: dataSource },
        { provide: CONFIG, useValue: config },
        { provide: STATION_KEYS, useValue: config.STATION_KEYS },
        { provide: REGION, useValue: region },
        { provide: AREAS, useValue: areas },
        FetchCard,
        EnrolStations,
        LookOverLeases,
        WatchPrintLine,
      ],
    };
  }
}
