export { Link, type LinkOptions, type LinkStanding } from './link.js';
export { type LinkCause, linkCauseOf, LinkFailure } from './link-failure.js';
export { announceLink, CreateLinkSaid1760000000001 } from './announce-link.js';
export { TokenBucket } from './token-bucket.js';
