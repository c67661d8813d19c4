import { CreateLinkSaid1760000000001, LetLinksHaveTwoWays1760000400000 } from '#link';
import { CreateOutboxAndInbox1760000000000 } from '#outbox';
import { CreateIntake1760000100000 } from './1760000100000-create-intake.js';
import { OrderDocuments1760000110000 } from './1760000110000-order-documents.js';
import { FindRequestsByPhone1760000120000 } from './1760000120000-find-requests-by-phone.js';
import { CountFiles1760000130000 } from './1760000130000-count-files.js';
import { AskStepByStep1760000300000 } from './1760000300000-ask-step-by-step.js';
import { KnowStock1760000210000 } from './1760000210000-know-stock.js';
import { CountMisses1760000145000 } from './1760000145000-count-misses.js';
import { OpenComplaints1760000200000 } from './1760000200000-open-complaints.js';

/** All of intake's migrations, in order. */
export const migrations = [
  CreateOutboxAndInbox1760000000000,
  CreateLinkSaid1760000000001,
  LetLinksHaveTwoWays1760000400000,
  CreateIntake1760000100000,
  OrderDocuments1760000110000,
  FindRequestsByPhone1760000120000,
  CountFiles1760000130000,
  CountMisses1760000145000,
  OpenComplaints1760000200000,
  KnowStock1760000210000,
  AskStepByStep1760000300000,
];
