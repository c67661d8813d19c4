import type { KeyObject } from 'node:crypto';
import { Agent, fetch, type BodyInit, type Response } from 'undici';
import { serviceToken } from './service-token.js';

export type InternalRequest = {
  /** the service that is called: `intake` */
  readonly audience: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  /** cuts the call short; the 15 s hold as well */
  readonly signal?: AbortSignal;
};

/**
 * The called service is not there: refused, no answer, or 502, 503, 504. It is nobody's fault and passes; messaging puts
 * the message back without counting an attempt.
 */
export class PeerAway extends Error {
  readonly code = 'peer-away';
  constructor(
    readonly peer: string,
    cause?: unknown,
  ) {
    super(`${peer} is not there`, cause === undefined ? undefined : { cause });
  }
}

const away: readonly number[] = [502, 503, 504];

/** Calls another service of the system, signed by this one. */
export type InternalFetch = (url: string | URL, request: InternalRequest) => Promise<Response>;

const connectWithin = 3_000;
const answerWithin = 15_000;

// One pool for the process: connections to the same service are used again.
const agent = new Agent({ connect: { timeout: connectWithin }, keepAliveTimeout: 10_000, connections: 16 });

/**
 * Makes the client of one service: each call carries a fresh 60-second token, takes 3 s to connect and 15 s in all (a body that is
 * read later included), and continues the current trace. Redirects are not followed. The caller judges `response.ok`.
 *
 * @throws PeerAway when the called service is not there
 *
 * @param service the calling service
 * @param key its Ed25519 private key (LOKET_SERVICE_KEY)
 */
export function internalFetch(service: string, key: KeyObject): InternalFetch {
  return async (url, { audience, headers, signal, ...init }) => {
    const late = AbortSignal.timeout(answerWithin);
    const token = await serviceToken(service, audience, key);
    let answer: Response;
    try {
      answer = await fetch(url, {
        ...init,
        headers: { ...headers, authorization: `Bearer ${token}` },
        signal: signal ? AbortSignal.any([signal, late]) : late,
        redirect: 'error',
        dispatcher: agent,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new PeerAway(audience, error);
    }
    if (!away.includes(answer.status)) return answer;
    await answer.body?.cancel();
    throw new PeerAway(audience);
  };
}
