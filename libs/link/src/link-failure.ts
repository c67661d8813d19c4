/** Why a link is taken to be down. */
export type LinkCause = 'refused' | 'timeout' | 'reset' | 'server-error' | 'operator';

/** Thrown by work on a link when the answer means that the *network or the far side* is down (HTTP 502, 503, 504 …). */
export class LinkFailure extends Error {
  readonly code = 'link-failure';
  constructor(readonly failure: LinkCause) {
    super(`the far side failed: ${failure}`);
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
 * @returns its cause, or undefined when the error says nothing about the link (a 4xx, a bad record, a bug)
 */
export function linkCauseOf(error: unknown): LinkCause | undefined {
  // By shape, not by class: an error of Node's core is of another realm in a test, a package may be loaded twice.
  let at: unknown = error;
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    if (at instanceof LinkFailure) return at.failure;
    if ('name' in at && at.name === 'TimeoutError') return 'timeout';
    if ('code' in at && typeof at.code === 'string' && at.code in causes) return causes[at.code];
    at = 'cause' in at ? at.cause : undefined;
  }
  return undefined;
}
