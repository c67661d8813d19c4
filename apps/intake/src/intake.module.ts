import {
  type DynamicModule,
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AccessModule } from '#boot';
import { openDocumentStore } from '#document-store';
import { Link } from '#link';
import type { ServiceConnections } from '#messaging';
import { UnitOfWork } from '#outbox';
import { type WhatsAppGateway } from '#whatsapp';
import { DataSource } from 'typeorm';
import { AddDocument } from './add-document.js';
import { QuarantineDocument } from './quarantine-document.js';
import { ReachCardAge } from './reach-card-age.js';
import { AnswerMessage } from './answer-message.js';
import { CorrectParticulars } from './data-rights/correct-particulars.js';
import { EraseOnRequest } from './data-rights/erase-on-request.js';
import { ExportSubject } from './data-rights/export-subject.js';
import { ShowTouchedSubjects } from './data-rights/show-touched-subjects.js';
import { FillInForm } from './fill-in-form.js';
import { ForgetOldForms } from './forget-old-forms.js';
import { AskWhichService } from './ask-which-service.js';
import { ImportBundle } from './bundle/import-bundle.js';
import { ListBundles } from './bundle/list-bundles.js';
import { OfficeKey } from './bundle/office-key.js';
import { TakeBundle } from './bundle/take-bundle.js';
import { TakeBundledRequest } from './bundle/take-bundled-request.js';
import { CapabilityChanged } from './capability-changed.js';
import { CardMoved } from './card-moved.js';
import { LodgeAtCounter } from './complaint/lodge-at-counter.js';
import { LodgeByMessage } from './complaint/lodge-by-message.js';
import { ListComplaints } from './complaint/list-complaints.js';
import { ReportOverdueComplaints } from './complaint/report-overdue-complaints.js';
import { SettleComplaint } from './complaint/settle-complaint.js';
import type { IntakeConfig } from './config.js';
import { DOCUMENT_STORE } from './document-storage.js';
import { DocumentsChecked } from './documents-checked.js';
import { EditCalendar } from './edit-calendar.js';
import { EraseOldMessages } from './erase-old-messages.js';
import { EraseOldWords } from './erase-old-words.js';
import { ExpireSilence } from './expire-silence.js';
import { FetchMedia } from './fetch-media.js';
import { GiveContact } from './give-contact.js';
import { GiveDocument } from './give-document.js';
import { GiveParticulars } from './give-particulars.js';
import { AnswerHandover } from './handover/answer-handover.js';
import { HandBackSilent } from './handover/hand-back-silent.js';
import { HandOver } from './handover/hand-over.js';
import { ListHandovers } from './handover/list-handovers.js';
import { HoldForNetwork } from './hold-for-network.js';
import { IdentityChanged } from './identity-changed.js';
import { KeepFetchedDocument } from './keep-fetched-document.js';
import { RewriteOldKeys } from './keys/rewrite-old-keys.js';
import { ShowKeyRotation } from './keys/show-key-rotation.js';
import { KeepSafeCopy } from './keep-safe-copy.js';
import { LinkChanged } from './link-changed.js';
import { IndexNames } from './index-names.js';
import { ListApplications } from './list-applications.js';
import { EnrolDevice } from './officer/enrol-device.js';
import { GiveNews, NOTIFICATION_URL } from './officer/give-news.js';
import { DeviceAuth } from './officer/recognise-device.js';
import { RegisterDevice } from './officer/register-device.js';
import { OpenAtCounter } from './open-at-counter.js';
import { IssueBulletin } from './outreach/issue-bulletin.js';
import { SendBulletin } from './outreach/send-bulletin.js';
import { ListNotes } from './note/list-notes.js';
import { WriteNote } from './note/write-note.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { type DueWork, poll } from './poll.js';
import { PrintingMoved } from './printing-moved.js';
import { PrintPickupSlip } from './pickup-slip/print-pickup-slip.js';
import { PrintReceipt } from './print-receipt.js';
import { PromiseDate } from './promise-date.js';
import { ReckonPromise } from './reckon-promise.js';
import { WatchPromises } from './watch-promises.js';
import { ReceiveWebhook, WebhookSecrets } from './receive-webhook.js';
import { RecordPrintReady } from './record-print-ready.js';
import { RecordWaitChanged } from './record-wait-changed.js';
import { PlanVisit } from './recording-visit/plan-visit.js';
import { ReportVisit } from './recording-visit/report-visit.js';
import { RequestVisit } from './recording-visit/request-visit.js';
import { ShowVisits } from './recording-visit/show-visits.js';
import { RegisterAnswered } from './register-answered.js';
import { NotificationsSeal, ReplyAsClerk } from './reply-as-clerk.js';
import { RemindOfForm } from './remind-of-form.js';
import { RemindSilent } from './remind-silent.js';
import { ForgetConversations } from './retention/forget-conversations.js';
import { ForgetLooseFiles } from './retention/forget-loose-files.js';
import { ForgetOriginals } from './retention/forget-originals.js';
import { ForgetParticulars } from './retention/forget-particulars.js';
import { ForgetPictures } from './retention/forget-pictures.js';
import { KeepByLaw } from './retention/keep-by-law.js';
import { RemoveErasedFiles } from './retention/remove-erased-files.js';
import { ReviewDecided } from './review-decided.js';
import { SearchApplications } from './search-applications.js';
import { ShowApplication } from './show-application.js';
import { ShowLinks } from './show-links.js';
import { ShowRequirements } from './show-requirements.js';
import { AskSurvey } from './survey/ask-survey.js';
import { PrintCapacityChanged } from './print-capacity-changed.js';
import { StockChanged } from './stock-changed.js';
import { SubmitApplication } from './submit-application.js';
import { SubmitQuietDrafts } from './submit-quiet-drafts.js';
import { TakeChange } from './take-change.js';
import { TakePhotoBack } from './take-photo-back.js';
import { TakeMessage } from './take-message.js';
import { Territory } from './territory.js';
import { TrackApplication } from './track-application.js';
import { TrackingAddress } from './tracking-address.js';
import { TrackingLimit } from './tracking-limit.js';
import { TrackingStyle } from './tracking-page.js';
import { ViewDocument } from './view-document.js';
import { WHATSAPP } from './whatsapp-gateway.js';
import { WorkingHours } from './working-hours.js';
import { WithdrawApplication } from './withdraw-application.js';

/** What start.ts has opened before the module is built. */
export interface Opened {
  readonly connections: ServiceConnections;
  readonly territory: Territory;
  readonly gateway: WhatsAppGateway;
  readonly link: Link;
  readonly officeKey: OfficeKey;
}

const reactions = [
  TakeMessage,
  TakeChange,
  FetchMedia,
  DocumentsChecked,
  RegisterAnswered,
  ReviewDecided,
  RecordPrintReady,
  RecordWaitChanged,
  PrintingMoved,
  CapabilityChanged,
  CardMoved,
  LinkChanged,
  IdentityChanged,
  StockChanged,
  PrintCapacityChanged,
];
const acts = [
  ExportSubject,
  CorrectParticulars,
  EraseOnRequest,
  ShowTouchedSubjects,
  ShowKeyRotation,
  KeepByLaw,
  ReceiveWebhook,
  TrackApplication,
  TrackingStyle,
  ShowRequirements,
  OpenAtCounter,
  AddDocument,
  SubmitApplication,
  WithdrawApplication,
  ListApplications,
  SearchApplications,
  ShowApplication,
  WriteNote,
  ListNotes,
  ViewDocument,
  ShowLinks,
  GiveParticulars,
  GiveContact,
  GiveDocument,
  KeepSafeCopy,
  QuarantineDocument,
  LodgeAtCounter,
  ListComplaints,
  SettleComplaint,
  ListHandovers,
  AnswerHandover,
  EditCalendar,
  PrintReceipt,
  IssueBulletin,
  TakeBundle,
  ListBundles,
  RegisterDevice,
  EnrolDevice,
  GiveNews,
  RequestVisit,
  PlanVisit,
  ShowVisits,
  ReportVisit,
  PrintPickupSlip,
];
const dueWorks = [
  SubmitQuietDrafts,
  RemindSilent,
  ExpireSilence,
  HoldForNetwork,
  AskWhichService,
  ReachCardAge,
  ForgetOldForms,
  RemindOfForm,
  EraseOldMessages,
  EraseOldWords,
  IndexNames,
  ForgetPictures,
  ForgetOriginals,
  ForgetParticulars,
  ForgetLooseFiles,
  ForgetConversations,
  RemoveErasedFiles,
  RewriteOldKeys,
  ReportOverdueComplaints,
  HandBackSilent,
  ReckonPromise,
  WatchPromises,
  AskSurvey,
  SendBulletin,
];
const DUE = Symbol('what falls due by the clock');

/** Begins the due work when the service is up and ends it before anything closes. */
@Injectable()
class Clockwork implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stop: (() => Promise<void>) | undefined;

  constructor(@Inject(DUE) private readonly works: readonly DueWork[]) {}

  onApplicationBootstrap(): void {
    this.stop = poll(this.works);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop?.();
  }
}

@Module({})
export class IntakeModule {
  static for(config: IntakeConfig, { connections, territory, gateway, link, officeKey }: Opened): DynamicModule {
    const credentials =
      config.DOCUMENT_STORE_ACCESS_KEY && config.DOCUMENT_STORE_SECRET_KEY
        ? { accessKeyId: config.DOCUMENT_STORE_ACCESS_KEY, secretAccessKey: config.DOCUMENT_STORE_SECRET_KEY }
        : undefined;
    const patience = new Patience(
      config.SUBMIT_QUIET_SECONDS,
      config.ASK_SERVICE_AFTER_SECONDS,
      config.NETWORK_HOLD_AFTER_SECONDS,
      (district) => territory.silenceIn(district),
      territory.region.retention.messagesDays,
      config.FILES_PER_HOUR,
      config.COMPLAINT_WORKING_DAYS,
      config.HANDOVER_SILENCE_HOURS,
      config.SURVEY_AFTER_MINUTES,
    );
    return {
      module: IntakeModule,
      imports: [
        AccessModule.for({
          service: 'intake',
          consoleJwksUrl: config.CONSOLE_JWKS_URL,
          serviceKey: config.LOKET_SERVICE_KEY,
          peerKeys: config.LOKET_PEER_KEYS,
        }),
      ],
      controllers: [...reactions, ...acts],
      providers: [
        { provide: UnitOfWork, useValue: connections.unitOfWork },
        { provide: DataSource, useValue: connections.dataSource },
        { provide: Territory, useValue: territory },
        { provide: Link, useValue: link },
        { provide: WHATSAPP, useValue: gateway },
        { provide: PersonalData, useValue: new PersonalData(config.LOKET_KEY, config.LOKET_INDEX_KEY) },
        { provide: Patience, useValue: patience },
        {
          provide: DOCUMENT_STORE,
          useValue: openDocumentStore({ url: config.DOCUMENT_STORE, keys: config.LOKET_KEY, credentials }),
        },
        {
          provide: WebhookSecrets,
          useValue: new WebhookSecrets(
            config.WHATSAPP_APP_SECRET ?? [],
            config.WHATSAPP_VERIFY_TOKEN,
            config.WAHA_HMAC_KEY ?? [],
          ),
        },
        { provide: TrackingAddress, useValue: new TrackingAddress(config.PUBLIC_URL) },
        { provide: TrackingLimit, useValue: new TrackingLimit(connections.dataSource, config.TRACK_PER_MINUTE) },
        { provide: NotificationsSeal, useValue: new NotificationsSeal(config.LOKET_SEAL_PUBLIC_KEY) },
        WorkingHours,
        {
          provide: PromiseDate,
          useFactory: (hours: WorkingHours) =>
            new PromiseDate(connections.dataSource, territory, hours, config.CHECKS_PER_DAY),
          inject: [WorkingHours],
        },
        { provide: OfficeKey, useValue: officeKey },
        { provide: NOTIFICATION_URL, useValue: config.NOTIFICATION_URL },
        DeviceAuth,
        ImportBundle,
        TakeBundledRequest,
        ReplyAsClerk,
        HandOver,
        LodgeByMessage,
        AnswerMessage,
        FillInForm,
        KeepFetchedDocument,
        TakePhotoBack,
        ...dueWorks,
        { provide: DUE, useFactory: (...works: DueWork[]) => works, inject: [...dueWorks] },
        Clockwork,
      ],
    };
  }
}
