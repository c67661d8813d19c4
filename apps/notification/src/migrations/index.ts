import { CreateLinkSaid1760000000001, LetLinksHaveTwoWays1760000400000 } from '#link';
import { CreateOutboxAndInbox1760000000000 } from '#outbox';
import { CreateOutgoing1760000000100 } from './create-outgoing.js';
import { FindUndelivered1760000000500 } from './find-undelivered.js';
import { HeedTemplates1760000000400 } from './heed-templates.js';
import { PaceMessages1760000000200 } from './pace-messages.js';
import { ForgetWords1760000565000 } from './1760000565000-forget-words.js';
import { TellPeople1760000000300 } from './tell-people.js';

export const migrations = [
  CreateOutboxAndInbox1760000000000,
  CreateLinkSaid1760000000001,
  LetLinksHaveTwoWays1760000400000,
  CreateOutgoing1760000000100,
  PaceMessages1760000000200,
  TellPeople1760000000300,
  HeedTemplates1760000000400,
  FindUndelivered1760000000500,
  ForgetWords1760000565000,
];
