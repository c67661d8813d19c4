import { createGzip, gzip, type Gzip } from 'node:zlib';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Below this, packing saves no packet. */
const atLeast = 1_024;

/**
 * A list of fifty requests is 20 kB as JSON and 3 kB packed: over a slow line that is a sixth of a second, and every page asks
 * again each half minute. Only JSON is packed, which holds no secret that a reader could guess from its length: the session's
 * word is in the page alone.
 */
function mayPack(request: Request, length: number): boolean {
  return length >= atLeast && request.acceptsEncodings('gzip') === 'gzip';
}

/** For the console's own answers: what `response.json` sends is packed. */
export function packAnswers(): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const send = response.send.bind(response);
    response.send = (body: unknown) => {
      const isJson = /json\b/.test(String(response.getHeader('content-type') ?? ''));
      if (typeof body !== 'string' || !isJson || !mayPack(request, body.length)) return send(body);
      gzip(body, (error, packed) => {
        if (error || response.headersSent) return void (response.headersSent || send(body));
        say(response);
        send(packed);
      });
      return response;
    };
    next();
  };
}

/**
 * For an answer that is handed on from a service as it comes.
 * @param length its content-length, as far as the service has said it
 * @returns what packs it; undefined where it goes on as it is
 */
export function packerFor(request: Request, response: Response, length: string | null): Gzip | undefined {
  if (!mayPack(request, length === null ? atLeast : Number(length))) return undefined;
  response.removeHeader('content-length');
  say(response);
  return createGzip();
}

function say(response: Response): void {
  response.setHeader('content-encoding', 'gzip');
  response.vary('accept-encoding');
}
