import { CreateLinkSaid1760000000001, LetLinksHaveTwoWays1760000400000 } from '#link';
import { CreateOutboxAndInbox1760000000000 } from '#outbox';
import { CreateChecksAndReviews1760000001000 } from './1760000001000-create-checks-and-reviews.js';
import { KeepBothWays1760000401000 } from './1760000401000-keep-both-ways.js';
import { OrderTheReviewDesk1760000402000 } from './1760000402000-order-the-review-desk.js';
import { NoteWhichFileCameWithWhichRequest1760000410000 } from './1760000410000-note-which-file-came-with-which-request.js';

/** All migrations of this schema, oldest first. */
export const migrations = [
  CreateOutboxAndInbox1760000000000,
  CreateLinkSaid1760000000001,
  LetLinksHaveTwoWays1760000400000,
  CreateChecksAndReviews1760000001000,
  KeepBothWays1760000401000,
  OrderTheReviewDesk1760000402000,
  NoteWhichFileCameWithWhichRequest1760000410000,
];
