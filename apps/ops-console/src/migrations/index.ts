import { CreateOutboxAndInbox1760000000000 } from '#outbox';
import { KeepCapabilities1760000403000 } from './1760000403000-keep-capabilities.js';
import { CreateConsole1760000002000 } from './1760000002000-create-console.js';
import { KeepReportFacts1760000550000 } from './1760000550000-keep-report-facts.js';
import { KeepAudit1760000551000 } from './1760000551000-keep-audit.js';
import { KnowOpeningOffice1760000552000 } from './1760000552000-know-opening-office.js';
import { CountDeliveriesOfOffice1760000611000 } from './1760000611000-count-deliveries-of-office.js';
import { FindWhatWasDefective1760000612000 } from './1760000612000-find-what-was-defective.js';
import { FindWhatWasHeld1760000556000 } from './1760000556000-find-what-was-held.js';
import { KeepSecondFactors1760000553000 } from './1760000553000-keep-second-factors.js';
import { KeepVoices1760000572000 } from './1760000572000-keep-voices.js';
import { FindOutages1760000601000 } from './1760000601000-find-outages.js';
import { FindWhatsappsLastWord1760000003000 } from './1760000003000-find-whatsapps-last-word.js';

/** All migrations of this schema, oldest first. */
export const migrations = [
  CreateOutboxAndInbox1760000000000,
  CreateConsole1760000002000,
  KeepCapabilities1760000403000,
  FindWhatsappsLastWord1760000003000,
  KeepReportFacts1760000550000,
  KeepAudit1760000551000,
  KnowOpeningOffice1760000552000,
  KeepSecondFactors1760000553000,
  KeepVoices1760000572000,
  FindWhatWasHeld1760000556000,
  CountDeliveriesOfOffice1760000611000,
  FindWhatWasDefective1760000612000,
  FindOutages1760000601000,
];
