import { fullDiskOf } from '#observability';

/**
 * What a handler may throw. A business outcome is an event, not an error; anything else that is thrown is *retryable*:
 * 5 s, 1 min, 10 min, 1 h, then parked. Where the database or a neighbour is away, or a disk is full, the message is put back instead, uncounted.
 * Errors are told apart by `code`, which survives a package loaded twice.
 */

/** The fact has overtaken the one before it: try again after the waits. */
export class NotYet extends Error {
  readonly code = 'not-yet';
}

/** Trying again cannot help (unknown application, impossible move): parked at once. */
export class Permanent extends Error {
  readonly code = 'permanent';
}

/** The circuit of the link this work needs is open: put back without counting an attempt; the consumer pauses. */
export class LinkDown extends Error {
  readonly code = 'link-down';
  constructor(readonly link: string) {
    super(`link ${link} is down`);
  }
}

/** The message cannot be read: not JSON, unknown type or version, refused by its schema, too large. Parked at once. */
export class Poison extends Error {
  readonly code = 'poison';
}

/** The event was published by a user who may not say it. Parked at once. */
export class Forged extends Error {
  readonly code = 'forged';
}

/** This consumer has handled the message already. Never seen by a handler's author: acknowledged. */
export class AlreadyHandled extends Error {
  readonly code = 'already-handled';
}

export type Verdict = 'done' | 'retry' | 'put-back' | 'permanent' | 'poison' | 'forged';

/** What messaging does about an error. */
export function verdictOf(error: unknown): Verdict {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'already-handled':
      return 'done';
    case 'link-down':
    case 'peer-away':
      return 'put-back';
    case 'permanent':
    case 'poison':
    case 'forged':
      return code;
    default:
      return isDatabaseGone(error) || fullDiskOf(error) !== undefined ? 'put-back' : 'retry';
  }
}

/** SQLSTATEs and socket errors that say the database itself is away: shutting down, starting, full of connections, cut off. */
const databaseGone = /^(57P0[123]|08\d{3}|53300|ECONNREFUSED|ECONNRESET|EPIPE)$/;

/**
 * Whether our own database is away: that is no failure of the message, and its waits would be used up by one outage.
 * Errors of other services' HTTP calls carry their socket error in `cause`, not in `code`.
 */
function isDatabaseGone(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && typeof error.code === 'string' && databaseGone.test(error.code)) return true;
  return (
    'message' in error && /^(Connection terminated|timeout exceeded when trying to connect)/.test(String(error.message))
  );
}

/** Whether an error says that another fact must come first. */
export function isNotYet(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'not-yet';
}

/** Class and code of an error for a header or a log line: never its text, which may carry personal data. */
export function labelOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const name = error.constructor.name;
  const code = 'code' in error && typeof error.code === 'string' ? `:${error.code}` : '';
  return `${name}${code}`.slice(0, 120);
}
