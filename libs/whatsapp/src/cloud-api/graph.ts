import { oneCall, type Call, type CallOutcome } from '../one-call.js';
import type { Rejected, Unreachable } from '../outbound-message.js';
import { readGraphError, rejectedByStatus } from './graph-error.js';

export interface CloudApiSettings {
  /** `https://graph.facebook.com`, or where a stand-in listens. Its origin may also serve media. */
  graphUrl: string;
  /** `v26.0` */
  version: string;
  phoneNumberId: string;
  accessToken: string;
  /** Default 3 s. */
  connectTimeoutMs?: number;
  /** The whole call, default 15 s. */
  timeoutMs?: number;
}

/** How the parts of the Cloud API client speak with the Graph API: base URL, token and timeouts are in it already. */
export interface Graph {
  settings: CloudApiSettings;
  url(path: string): URL;
  call(call: Pick<Call, 'url' | 'method'> & Partial<Call>): Promise<CallOutcome>;
}

const answerBytes = 256 * 1024;

/** Why a call that may be repeated did not succeed. */
export function refusal(answer: CallOutcome): Rejected | Unreachable {
  switch (answer.kind) {
    case 'answered': {
      const error = readGraphError(answer);
      if (error !== undefined) return error;
      if (answer.status >= 400 && answer.status < 500) return rejectedByStatus(answer.status, answer.headers);
      return { kind: 'unreachable', cause: 'server-error', httpStatus: answer.status };
    }
    case 'too-large':
      return { kind: 'unreachable', cause: 'server-error', httpStatus: answer.status };
    case 'not-sent':
    case 'no-answer':
      return { kind: 'unreachable', cause: answer.cause };
  }
}

export function graphOf(settings: CloudApiSettings): Graph {
  const base = new URL(settings.graphUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  return {
    settings,
    url: (path) => new URL(`${prefix}/${settings.version}/${path}`, base.origin),
    call: ({ headers = {}, ...call }) =>
      oneCall({
        maxBytes: answerBytes,
        connectTimeoutMs: settings.connectTimeoutMs ?? 3_000,
        timeoutMs: settings.timeoutMs ?? 15_000,
        ...call,
        headers: { authorization: `Bearer ${settings.accessToken}`, 'user-agent': 'Loket/1', ...headers },
      }),
  };
}
