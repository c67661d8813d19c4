import type { Answer, Request } from '../http.js';
import type { Business } from './compose-webhook.js';
import type { Chats } from './chats.js';
import type { Webhooks } from './deliver-webhooks.js';
import { badToken, graphError } from './graph-errors.js';
import type { GraphFaults } from './graph-faults.js';
import type { LogLine } from './log-line.js';
import type { MediaStore } from './media-store.js';

export interface GraphParts {
  business: Business;
  accessToken: string;
  media: MediaStore;
  chats: Chats;
  append(line: LogLine): void;
  webhooks: Webhooks;
}

type Handler = (request: Request, met: GraphFaults) => Answer | Promise<Answer>;

/** The first segment of every path of the Graph API. */
export const version = ':version(v\\d+\\.\\d+)';

/** Checks the token, and lets the told errors come before any work. */
export function guarded({ accessToken }: { accessToken: string }, handle: Handler): Handler {
  return (request, met) => {
    if (request.headers.authorization !== `Bearer ${accessToken}`) return badToken();
    if (met.htmlError === true) return { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' };
    if (met.error !== undefined) {
      const { code, httpStatus, subcode } = met.error;
      return graphError(code, 'Told to by the stand-in', httpStatus, subcode);
    }
    return handle(request, met);
  };
}
