import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Agent, fetch, type Response as Answer } from 'undici';
import { answer, ProblemError } from '#boot';
import { describeSpan, logger } from '#observability';
import type { ConsoleTokens } from './access/console-tokens.js';
import { lookUnseen } from './access/look-unseen.js';
import { visitorOf } from './access/recognise-visitor.js';
import { reachable, type Reachable, urlOf } from './access/services.js';
import type { NoteViews } from './audit/note-views.js';
import type { Config } from './config.js';
import { packerFor } from './pack-answers.js';

/** What of the console's own API is also reached without its name. */
const ownWords: readonly string[] = ['reports', 'search'];
const log = logger('forward');
const connectWithin = 3_000;
const answerWithin = 30_000;
const mostBytes = 16 * 1024 * 1024;
const agent = new Agent({ connect: { timeout: connectWithin }, keepAliveTimeout: 10_000, connections: 16 });

/** Types that a browser may show at the console's own origin; anything else is saved, not opened. */
const shown = /^(application\/(problem\+)?json|image\/(jpeg|png|webp)|text\/(plain|csv))\b/;

/**
 * `/api/<service>/…` for the console's pages: the call goes to that service with a fresh five-minute token of the person who is
 * signed in, so the console can do nothing that the services' own APIs do not allow that person. `/api/ops-console/…` is the
 * console's own API. What shows somebody's data is written to the audit first.
 */
export function forwardToServices(config: Config, tokens: ConsoleTokens, views: NoteViews): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    if (!request.path.startsWith('/api/')) return next();
    const [, service = '', path = '/'] = /^\/api\/([a-z-]+)([/?].*)?$/.exec(request.url) ?? [];
    if (request.method !== 'GET' && request.method !== 'POST') {
      return answer(
        response,
        new ProblemError(
          405,
          'method-not-allowed',
          'The console only reads and acts',
          undefined,
          {},
          { Allow: 'GET, POST' },
        ),
      );
    }
    const token = await tokens.issue(visitorOf(request));
    if (service === 'ops-console' || ownWords.includes(service)) {
      request.url = service === 'ops-console' ? path : `/${service}${path === '/' ? '' : path}`;
      request.headers.authorization = `Bearer ${token}`;
      return next();
    }
    const known = reachable.find((one) => one === service);
    if (!known) return answer(response, new ProblemError(404, 'not-found', 'There is nothing at this address'));
    if (Number(request.header('content-length') ?? 0) > mostBytes) return answer(response, tooLarge());
    try {
      await views.note(visitorOf(request), known, request.method, path);
    } catch (error) {
      log.error({ err: error }, 'a view cannot be written down, so it is refused; look after the database');
      return answer(response, notWrittenDown());
    }
    describeSpan({ 'loket.called_service': known });
    const forwarded = (unseen: Record<string, string> = {}) =>
      call(known, urlOf(known, config) + path, { token, unseen }, request, response);
    // Looking at an original is an act that the story shows; reading a state is not.
    await (request.method === 'GET' && !/\/content(\?|$)/.test(path) ? lookUnseen(forwarded) : forwarded());
  };
}

interface Ticket {
  readonly token: string;
  readonly unseen: Record<string, string>;
}

async function call(
  service: Reachable,
  url: string,
  ticket: Ticket,
  request: Request,
  response: Response,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let answered: Answer;
  try {
    const body = bodyOf(request);
    answered = await fetch(url, {
      method: request.method,
      headers: headersFor(request, ticket),
      ...(body === undefined ? {} : { body, duplex: 'half' as const }),
      signal: AbortSignal.any([gone.signal, AbortSignal.timeout(answerWithin)]),
      redirect: 'manual',
      dispatcher: agent,
    });
  } catch (error) {
    if (gone.signal.aborted) return;
    if (isTooLarge(error)) return answer(response, tooLarge());
    return answer(response, unreachable(service));
  }
  const type = answered.headers.get('content-type') ?? 'application/octet-stream';
  response.status(answered.status);
  response.setHeader(
    'content-type',
    shown.test(type) || type.startsWith('application/pdf') ? type : 'application/octet-stream',
  );
  if (!/json\b/.test(type)) {
    // A citizen's file is shown by itself, in a box without scripts, forms or neighbours.
    response.setHeader(
      'content-security-policy',
      "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    );
    if (!shown.test(type)) response.setHeader('content-disposition', 'attachment');
  }
  for (const name of ['retry-after', 'content-length', 'idempotency-replayed', 'loket-pages']) {
    const value = answered.headers.get(name);
    if (value !== null && !(name === 'content-length' && answered.headers.has('content-encoding')))
      response.setHeader(name, value);
  }
  if (!answered.body) return void response.end();
  const isText = /json\b/.test(type) && !answered.headers.has('content-encoding');
  const packer = isText ? packerFor(request, response, answered.headers.get('content-length')) : undefined;
  const whole = Readable.fromWeb(answered.body);
  await (packer ? pipeline(whole, packer, response) : pipeline(whole, response)).catch(() => response.destroy());
}

function headersFor(request: Request, { token, unseen }: Ticket): Record<string, string> {
  const headers: Record<string, string> = { ...unseen, authorization: `Bearer ${token}` };
  for (const name of ['content-type', 'accept', 'accept-language', 'idempotency-key', 'range']) {
    const value = request.header(name);
    if (value !== undefined) headers[name] = value;
  }
  return headers;
}

/** JSON has been read already; a file streams through, counted. */
function bodyOf(request: Request): string | Readable | undefined {
  if (request.method === 'GET') return undefined;
  if (request.is('json')) return JSON.stringify(request.body ?? null);
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      done(bytes > mostBytes ? tooLarge() : null, chunk);
    },
  });
  request.on('error', (error) => counted.destroy(error));
  return request.pipe(counted);
}

function tooLarge(): ProblemError {
  return new ProblemError(413, 'body-too-large', 'The body is too large');
}

function isTooLarge(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (at instanceof ProblemError && at.status === 413) return true;
  return false;
}

function notWrittenDown(): ProblemError {
  return new ProblemError(503, 'audit-unavailable', 'The view cannot be written down, so nothing is shown');
}

function unreachable(service: Reachable): ProblemError {
  return new ProblemError(
    502,
    'service-unreachable',
    'A service does not answer',
    `${service} is not there at the moment`,
    { service },
  );
}
