import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#boot';
import type { AreaBook, Region } from '#civil-registry';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { BeginPrinting } from './begin-printing.js';
import { AREAS, FetchCard } from './card/fetch-card.js';
import { CapabilityChanged } from './capability-changed.js';
import { PersonalDataErased } from './personal-data-erased.js';
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
import { LookOverLeases, type Round, ROUNDS } from './look-over-leases.js';
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
import { MoveConsumables } from './consumable/move-consumables.js';
import { ShowConsumables } from './consumable/show-consumables.js';
import { RemindOfCards } from './card/remind-of-cards.js';
import { ReportTransit } from './dispatch/report-transit.js';
import { SendManifest } from './dispatch/send-manifest.js';
import { SettleMissingCard } from './dispatch/settle-missing-card.js';
import { ReportLosses } from './losses/report-losses.js';
import { KeepMachines } from './maintenance/keep-machines.js';
import { LookOverMachines } from './maintenance/look-over-machines.js';
import { WriteCareDown } from './maintenance/write-care-down.js';
import { ShowPickupSlip } from './slip/show-pickup-slip.js';
import { SayCapacity } from './priority/say-capacity.js';
import { SetPolicy } from './priority/set-policy.js';
import { ShowPrintForecast } from './priority/show-print-forecast.js';
import { TellPrintDate } from './priority/tell-print-date.js';
import { LookOverStations } from './station/look-over-stations.js';
import { RegisterStation } from './station/register-station.js';
import { RevokeStation } from './station/revoke-station.js';
import { LookOverStock } from './stock/look-over-stock.js';
import { ShowStock } from './stock/show-stock.js';
import { ShowBatch } from './visit/show-batch.js';
import { TakeBatchAlong } from './visit/take-batch-along.js';
import { EnrolStations } from './station/enrol-stations.js';
import { WatchPrintLine } from './watch-print-line.js';
import { CardGivenOnVisit } from './visit/card-given-on-visit.js';
import { WithdrawalAsked } from './withdrawal-asked.js';

const consumers = [
  QueuePrintJob,
  WithdrawalAsked,
  LinkChanged,
  CapabilityChanged,
  CardGivenOnVisit,
  PersonalDataErased,
];
const forStations = [
  ClaimPrintJob,
  BeginPrinting,
  RenewLease,
  ReportPrinting,
  PostJournal,
  HearHeartbeat,
  ListClaimable,
  TakeBatchAlong,
];
const forStaff = [
  ListPrintJobs,
  SettleHeldJob,
  ListApprovals,
  DecideSecondCard,
  RegisterStation,
  RevokeStation,
  MoveConsumables,
  ShowConsumables,
  ShowStock,
  SetPolicy,
  ShowPrintForecast,
  SendManifest,
  SettleMissingCard,
  ReportTransit,
  KeepMachines,
  WriteCareDown,
  ReportLosses,
  ShowPickupSlip,
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
          peerKeys: config.LOKET_PEER_KEYS,
        }),
      ],
      controllers: [...consumers, ...forStations, ...forStaff],
      providers: [
        { provide: UnitOfWork, useValue: unitOfWork },
        { provide: DataSource, useValue: dataSource },
        { provide: CONFIG, useValue: config },
        { provide: REGION, useValue: region },
        { provide: AREAS, useValue: areas },
        FetchCard,
        ShowBatch,
        EnrolStations,
        TellPrintDate,
        LookOverStations,
        LookOverStock,
        LookOverMachines,
        RemindOfCards,
        SayCapacity,
        {
          provide: ROUNDS,
          useFactory: (...rounds: Round[]) => rounds,
          inject: [LookOverStations, LookOverStock, LookOverMachines, RemindOfCards, SayCapacity],
        },
        LookOverLeases,
        WatchPrintLine,
      ],
    };
  }
}
