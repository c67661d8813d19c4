/** Why a link is taken to be down. */
export type LinkCause = 'refused' | 'timeout' | 'reset' | 'server-error' | 'operator';

/** What lies behind a `server-error`, where the far side said it: its quota is used up, or it refuses our access. */
export type LinkDetail = 'quota' | 'access' | 'request';

/** What is known about a failure of the network or the far side. */
export interface Failing {
  readonly cause: LinkCause;
  readonly detail?: LinkDetail | undefined;
  /** The far side answers nobody of us before then, whichever way it is asked: no probe is sent before. */
  readonly until?: Date | undefined;
}

/** Thrown by work on a link when the answer means that the *network or the far side* is down (HTTP 502, 503, 504 …). */
export class LinkFailure extends Error {
  readonly code = 'link-failure';
  constructor(
    readonly failure: LinkCause,
    readonly more: Omit<Failing, 'cause'> = {},
  ) {
    super(`the far side failed: ${more.detail ?? failure}`);
  }
}

const causes: Readonly<Record<string, LinkCause>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'refused',
  EAI_AGAIN: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENETDOWN: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_ABORTED: 'reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

/**
 * Tells a failure of the network from everything else.
 * @returns what is known of it, or undefined when the error says nothing about the link (a 4xx, a bad record, a bug)
 */
export function failingOf(error: unknown): Failing | undefined {
  // By shape, not by class: an error of Node's core is of another realm in a test, a package may be loaded twice.
  let at: unknown = error;
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    if (at instanceof LinkFailure) return { cause: at.failure, ...at.more };
    if ('name' in at && at.name === 'TimeoutError') return { cause: 'timeout' };
    const cause = 'code' in at && typeof at.code === 'string' ? causes[at.code] : undefined;
    if (cause) return { cause };
    at = 'cause' in at ? at.cause : undefined;
  }
  return undefined;
}
