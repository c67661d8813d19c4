import { CreateLinkSaid1760000000001, LetLinksHaveTwoWays1760000400000 } from '#link';
import { CreateOutboxAndInbox1760000000000 } from '#outbox';
import { AskASecondPerson1764100000000 } from './ask-a-second-person.js';
import { KeepMachinesAndManifests1764100200000 } from './keep-machines-and-manifests.js';
import { KeepStationsAndStock1764100100000 } from './keep-stations-and-stock.js';
import { ReportFaults1764100511000 } from './report-faults.js';
import { SayWhatIsMade1764100510000 } from './say-what-is-made.js';
import { CreatePrintJobs1764000000000 } from './create-print-jobs.js';

export const migrations = [
  CreateOutboxAndInbox1760000000000,
  CreateLinkSaid1760000000001,
  LetLinksHaveTwoWays1760000400000,
  CreatePrintJobs1764000000000,
  AskASecondPerson1764100000000,
  KeepStationsAndStock1764100100000,
  KeepMachinesAndManifests1764100200000,
  SayWhatIsMade1764100510000,
  ReportFaults1764100511000,
];
