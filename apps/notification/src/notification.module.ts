import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from '#boot';
import { Link } from '#link';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { AnswerCitizen } from './answer-citizen.js';
import type { Setting } from './catalogue/message.js';
import type { Config } from './config.js';
import { NewsRelayed } from './relay/news-relayed.js';
import { ReadRelayList } from './relay/read-relay-list.js';
import { GiveRelayList, ShowRelayList } from './relay/show-relay-list.js';
import { ReadContact } from './sending/read-contact.js';
import { AlertStaff } from './staff/alert-staff.js';
import { ALERTING, type Alerting } from './staff/alerting.js';
import { STAFF_WAYS, type StaffWay, TellStaff } from './staff/tell-staff.js';
import { ListFailures } from './list-failures.js';
import { MarkRead, SEAL_KEYS } from './mark-read.js';
import { ListMessages } from './list-messages.js';
import { NoteWindow } from './note-window.js';
import { RemindCitizen } from './remind-citizen.js';
import { PACING, type Pacing } from './pacing.js';
import { ResendMessage } from './resend-message.js';
import { SendWhatsappMessage } from './send-whatsapp-message.js';
import type { SealPrivateKeys } from '#document-store';
import { WhatsappLine } from './sending/whatsapp-line.js';
import { SendLane } from './sending/send-lane.js';
import { SettleDelivery } from './settle-delivery.js';
import { SETTING, ShowCatalogue } from './show-catalogue.js';
import { ShowLinks } from './show-links.js';
import { TellCitizen } from './tell-citizen.js';
import { PersonalDataErased } from './personal-data-erased.js';
import { TemplateChanged } from './template-changed.js';
import { WakeLanes } from './wake-lanes.js';

/** What start.ts has made before Nest begins. */
export interface Parts {
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly link: Link;
  readonly sendLane: SendLane;
  readonly setting: Setting;
  readonly pacing: Pacing;
  readonly readContact: ReadContact;
  readonly alerting: Alerting;
  readonly staffWays: readonly StaffWay[];
  readonly line: WhatsappLine;
  readonly sealKeys: SealPrivateKeys;
}

@Module({})
export class NotificationModule {
  static for(
    config: Config,
    {
      dataSource,
      unitOfWork,
      link,
      sendLane,
      setting,
      pacing,
      readContact,
      alerting,
      staffWays,
      line,
      sealKeys,
    }: Parts,
  ): DynamicModule {
    return {
      module: NotificationModule,
      imports: [
        AccessModule.for({
          service: 'notification',
          consoleJwksUrl: config.CONSOLE_JWKS_URL,
          serviceKey: config.LOKET_SERVICE_KEY,
          peerKeys: config.LOKET_PEER_KEYS,
        }),
      ],
      controllers: [
        TellCitizen,
        RemindCitizen,
        AnswerCitizen,
        SendWhatsappMessage,
        SettleDelivery,
        NoteWindow,
        MarkRead,
        TemplateChanged,
        AlertStaff,
        PersonalDataErased,
        ListMessages,
        ListFailures,
        ShowRelayList,
        GiveRelayList,
        NewsRelayed,
        ResendMessage,
        ShowLinks,
        ShowCatalogue,
      ],
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: PACING, useValue: pacing },
        { provide: ReadContact, useValue: readContact },
        { provide: ALERTING, useValue: alerting },
        { provide: WhatsappLine, useValue: line },
        { provide: SEAL_KEYS, useValue: sealKeys },
        { provide: STAFF_WAYS, useValue: staffWays },
        TellStaff,
        ReadRelayList,
        { provide: UnitOfWork, useValue: unitOfWork },
        { provide: Link, useValue: link },
        { provide: SendLane, useValue: sendLane },
        { provide: SETTING, useValue: setting },
        { provide: WakeLanes, useFactory: () => new WakeLanes(dataSource, unitOfWork, sendLane, pacing) },
      ],
    };
  }
}
