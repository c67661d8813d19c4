export { Link, type LinkOptions, type WayStanding } from './link.js';
export { type Way, ways } from './circuit.js';
export { type Failing, failingOf, type LinkCause, LinkFailure, type LinkDetail } from './link-failure.js';
export { announceLink, CreateLinkSaid1760000000001, LetLinksHaveTwoWays1760000400000 } from './announce-link.js';
export { TokenBucket } from './token-bucket.js';
