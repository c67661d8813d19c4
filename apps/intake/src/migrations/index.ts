import { CreateLinkSaid1760000000001, LetLinksHaveTwoWays1760000400000 } from '#link';
import { CreateOutboxAndInbox1760000000000 } from '#outbox';
import { NoteCapabilities1760000404000 } from './1760000404000-note-capabilities.js';
import { CreateIntake1760000100000 } from './1760000100000-create-intake.js';
import { OrderDocuments1760000110000 } from './1760000110000-order-documents.js';
import { FindRequestsByPhone1760000120000 } from './1760000120000-find-requests-by-phone.js';
import { CountFiles1760000130000 } from './1760000130000-count-files.js';
import { AskStepByStep1760000300000 } from './1760000300000-ask-step-by-step.js';
import { KnowPrintCapacity1760000510000 } from './1760000510000-know-print-capacity.js';
import { KeepExports1760000330000 } from './1760000330000-keep-exports.js';
import { RemindOfForms1760000610000 } from './1760000610000-remind-of-forms.js';
import { KnowHowADocumentGotItsName1760000530000 } from './1760000530000-know-how-a-document-got-its-name.js';
import { KnowStock1760000230000 } from './1760000230000-know-stock.js';
import { CountMisses1760000145000 } from './1760000145000-count-misses.js';
import { OpenComplaints1760000200000 } from './1760000200000-open-complaints.js';
import { GivePromises1760000210000 } from './1760000210000-give-promises.js';
import { KeepOrder1760000220000 } from './1760000220000-keep-order.js';
import { FindByName1760000555000 } from './1760000555000-find-by-name.js';
import { EndOfKeeping1760000560000 } from './1760000560000-end-of-keeping.js';
import { KeepRights1760000561000 } from './1760000561000-keep-rights.js';
import { FindFiles1760000563000 } from './1760000563000-find-files.js';
import { RotateKeys1760000562000 } from './1760000562000-rotate-keys.js';
import { RemindSilent1760000310000 } from './1760000310000-remind-silent.js';
import { PlanVisits1760000581000 } from './1760000581000-plan-visits.js';
import { TakeBundles1760000580000 } from './1760000580000-take-bundles.js';
import { TakePhotosBack1760000320000 } from './1760000320000-take-photos-back.js';
import { FindCopies1760000521000 } from './1760000521000-find-copies.js';
import { KeepSafeCopies1760000520000 } from './1760000520000-keep-safe-copies.js';
import { KeepNotes1760000600000 } from './1760000600000-keep-notes.js';
import { AskSurveys1760000570000 } from './1760000570000-ask-surveys.js';
import { NameSources1760000571000 } from './1760000571000-name-sources.js';

/** All of intake's migrations, in order. */
export const migrations = [
  CreateOutboxAndInbox1760000000000,
  CreateLinkSaid1760000000001,
  LetLinksHaveTwoWays1760000400000,
  CreateIntake1760000100000,
  NoteCapabilities1760000404000,
  OrderDocuments1760000110000,
  FindRequestsByPhone1760000120000,
  CountFiles1760000130000,
  CountMisses1760000145000,
  OpenComplaints1760000200000,
  GivePromises1760000210000,
  KeepOrder1760000220000,
  KnowStock1760000230000,
  AskStepByStep1760000300000,
  RemindSilent1760000310000,
  TakePhotosBack1760000320000,
  KeepExports1760000330000,
  FindByName1760000555000,
  KeepSafeCopies1760000520000,
  FindCopies1760000521000,
  RemindOfForms1760000610000,
  AskSurveys1760000570000,
  NameSources1760000571000,
  TakeBundles1760000580000,
  PlanVisits1760000581000,
  EndOfKeeping1760000560000,
  KeepRights1760000561000,
  KnowPrintCapacity1760000510000,
  KnowHowADocumentGotItsName1760000530000,
  RotateKeys1760000562000,
  FindFiles1760000563000,
  KeepNotes1760000600000,
];
