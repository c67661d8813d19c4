import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule, INTERNAL_FETCH, type InternalFetch } from '#boot';
import type { Link } from '#link';
import type { ServiceConnections } from '#messaging';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { ActOnReview } from './review/act-on-review.js';
import { ApplicationWithdrawn } from './application-withdrawn.js';
import { AwaitRecord } from './await-record.js';
import { PersonRecordedOnVisit } from './person-recorded-on-visit.js';
import { CheckDocuments, TEXTS } from './check-documents.js';
import { CheckPopulationRegister, DISKOMINFO, REGISTER } from './check-population-register.js';
import { ClaimReview } from './claim-review.js';
import { CONFIG, type Config } from './config.js';
import { DecideReview } from './decide-review.js';
import { GiveSecondOpinion } from './give-second-opinion.js';
import { flow } from './flow.js';
import { ListLinks } from './list-links.js';
import { ListReviews } from './list-reviews.js';
import { LookUpPerson } from './look-up-person.js';
import { MirrorRecordStatus } from './mirror-record-status.js';
import { OpenReview } from './open-review.js';
import { Intake } from './read-from-intake.js';
import { OpenFile } from './reading/open-file.js';
import type { TextReader } from './reading/text-reader.js';
import type { AskRegister } from './register/ask-register.js';
import { PersonalDataErased } from './personal-data-erased.js';
import { ReleaseReview } from './release-review.js';
import { ShowReview } from './show-review.js';
import { TickRegisterResult } from './tick-register-result.js';

export interface Parts {
  readonly config: Config;
  readonly connections: Pick<ServiceConnections, 'dataSource' | 'unitOfWork'>;
  readonly files: OpenFile;
  /** Undefined where the reading of text is switched off. */
  readonly texts: TextReader | undefined;
  readonly link: Link;
  /** Undefined in manual mode. */
  readonly register: AskRegister | undefined;
}

/** Wiring, no logic. */
@Module({})
export class DocumentValidationModule {
  static of({ config, connections, files, texts, link, register }: Parts): DynamicModule {
    return {
      module: DocumentValidationModule,
      imports: [
        AccessModule.for({
          service: flow.service,
          consoleJwksUrl: config.CONSOLE_JWKS_URL,
          serviceKey: config.LOKET_SERVICE_KEY,
        }),
      ],
      controllers: [
        CheckDocuments,
        CheckPopulationRegister,
        OpenReview,
        AwaitRecord,
        PersonRecordedOnVisit,
        ApplicationWithdrawn,
        PersonalDataErased,
        ListReviews,
        ShowReview,
        ClaimReview,
        LookUpPerson,
        TickRegisterResult,
        DecideReview,
        GiveSecondOpinion,
        ReleaseReview,
        MirrorRecordStatus,
        ListLinks,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: DataSource, useValue: connections.dataSource },
        { provide: UnitOfWork, useValue: connections.unitOfWork },
        { provide: OpenFile, useValue: files },
        { provide: TEXTS, useValue: texts },
        { provide: DISKOMINFO, useValue: link },
        { provide: REGISTER, useValue: register },
        {
          provide: Intake,
          inject: [INTERNAL_FETCH],
          useFactory: (internalFetch: InternalFetch) => new Intake(config.INTAKE_URL, internalFetch),
        },
        ActOnReview,
      ],
    };
  }
}
