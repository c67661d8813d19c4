export { AccessModule, INTERNAL_FETCH, type AccessOptions } from './access.module.js';
export { answer, AnswerProblems } from './answer-problems.js';
export { boot, type Startable } from './boot.js';
export {
  bearerOf,
  ClerkAuth,
  clerkOf,
  CONSOLE_KEYS,
  Roles,
  roles,
  unauthorized,
  type Clerk,
  type Role,
} from './clerk-auth.js';
export {
  amqpUrl,
  base64Key,
  commaList,
  databaseUrl,
  ed25519PrivateKey,
  ed25519PublicKey,
  httpUrl,
  json,
  onOff,
  peerKeys,
  type PeerKeys,
  port,
  text,
  timeZone,
} from './config-pieces.js';
export { ConfigError, parseConfig, readConfig } from './config.js';
export { ApiProblems, ApiZodResponse } from './describe-zod.js';
export { Health, type HealthCheck, type Missing } from './health.js';
export { internalFetch, PeerAway, type InternalFetch, type InternalRequest } from './internal-fetch.js';
export { isPractice, markedPage, markPaper, practiceWord } from './practice.js';
export { ProblemError, type Problem } from './problem.js';
export { ZodBody, zodBody, ZodParams, zodParams, ZodPipe, ZodQuery, zodQuery } from './read-with-zod.js';
export { CalledBy, callerOf, PeerAuth, serviceToken } from './service-token.js';
export { startService, type RunningService, type ServiceOptions } from './start-service.js';
