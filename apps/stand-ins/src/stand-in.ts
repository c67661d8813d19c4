import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Faults, NetworkFaults } from './faults.js';
import {
  createServer,
  encode,
  listen,
  match,
  notFound,
  ok,
  readBody,
  readJson,
  stopListening,
  type Answer,
  type IncomingMessage,
  type Request,
  type Route,
  type ServerResponse,
} from './http.js';

/** A request that a service makes of the outside world. `kind` names it in the faults and in the log. */
export interface WireRoute<Set extends NetworkFaults> extends Omit<Route, 'handle'> {
  kind: string;
  /** `met` are the faults that this request runs into. */
  handle(request: Request, met: Set): Answer | Promise<Answer>;
}

export interface StandInParts<Set extends NetworkFaults> {
  port: number;
  wirePort?: number;
  host: string;
  /** What services use. Faults work here. */
  wire: WireRoute<Set>[];
  /** What a person or a test uses: never faulty. */
  desk: Route[];
  faults: Faults<Set>;
  faultSchema: z.ZodType<Set>;
  /** What was really received, oldest first. */
  log(): readonly unknown[];
  /** Default: as soon as it listens. */
  ready?: () => boolean;
}

export interface StandIn {
  port: number;
  wirePort?: number;
  stop(): Promise<void>;
}

/** Runs a stand-in: its two kinds of routes, `GET /health/ready`, `GET|PUT /_faults`, `GET /_log`, and the faults themselves. */
export async function runStandIn<Set extends NetworkFaults>(parts: StandInParts<Set>): Promise<StandIn> {
  const { wire, faults, host } = parts;
  const desk = [...parts.desk, ...ownRoutes(parts, () => settled)];
  const swallowed = new Set<IncomingMessage>();
  const deskServer = createServer((request, response) => void serve(request, response).catch(() => request.destroy()));
  const wireServer = createServer((request, response) => void serve(request, response).catch(() => request.destroy()));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'stand-in'}`);
    const work = match(wire, method, url);
    if (work !== undefined) {
      const met = faults.meet(work.route.kind);
      if (met.refuse === true) return void request.socket.resetAndDestroy();
      if (met.blackHole === true) return void swallowed.add(request);
      if (met.latencyMs !== undefined) await pause(met.latencyMs);
      const asked = await read(request, url, work.params);
      return reply(asked === undefined ? tooLong : await work.route.handle(asked, met), request, response, met);
    }
    const page = match(desk, method, url);
    const asked = await read(request, url, page?.params ?? {});
    const answer = asked === undefined ? tooLong : await (page?.route.handle(asked) ?? notFound());
    return reply(answer, request, response, {});
  }

  let settled: Promise<unknown> = Promise.resolve();
  faults.onChange((now) => {
    if (now.blackHole !== true) for (const request of swallowed) request.socket.resetAndDestroy();
    if (now.blackHole !== true) swallowed.clear();
    // A fault for some requests only can't close the port for all of them.
    const shut = now.refuse === true && now.only === undefined;
    if (parts.wirePort === undefined) return;
    settled = settled.then(async () => {
      if (shut) await stopListening(wireServer);
      else if (!wireServer.listening) await listen(wireServer, wirePort ?? 0, host);
    });
  });

  const port = await listen(deskServer, parts.port, host);
  const wirePort = parts.wirePort === undefined ? undefined : await listen(wireServer, parts.wirePort, host);
  return {
    port,
    wirePort,
    stop: async () => {
      await Promise.all([stopListening(deskServer), stopListening(wireServer)]);
    },
  };
}

const tooLong: Answer = { status: 413, body: { error: 'the body is too long' } };

async function read(message: IncomingMessage, url: URL, params: Record<string, string>): Promise<Request | undefined> {
  const body = await readBody(message);
  return body && { method: message.method ?? 'GET', url, headers: message.headers, params, body };
}

async function reply(
  answer: Awaited<ReturnType<Route['handle']>>,
  request: IncomingMessage,
  response: ServerResponse,
  met: NetworkFaults,
): Promise<void> {
  if (met.loseReply === true) return void request.socket.resetAndDestroy();
  if (typeof answer === 'function') return answer(response);
  const { bytes, headers } = encode(answer);
  response.writeHead(answer.status, { ...headers, 'content-length': bytes.length });
  if (met.cutAfterBytes === undefined) return void response.end(bytes);
  // The reset must not overtake the bytes before the cut.
  response.write(bytes.subarray(0, met.cutAfterBytes), () => request.socket.resetAndDestroy());
  await once(response, 'close');
}

function ownRoutes<Set extends NetworkFaults>(
  { faults, faultSchema, log, ready = () => true }: StandInParts<Set>,
  settled: () => Promise<unknown>,
): Route[] {
  return [
    {
      method: 'GET',
      path: '/health/ready',
      handle: () => (ready() ? ok({ status: 'ready' }) : { status: 503, body: { status: 'starting' } }),
    },
    { method: 'GET', path: '/health/live', handle: () => ok({ status: 'live' }) },
    { method: 'GET', path: '/_faults', handle: () => ok(faults.current()) },
    {
      method: 'PUT',
      path: '/_faults',
      handle: async ({ body }): Promise<Answer> => {
        const read = readJson(body, faultSchema);
        if ('refused' in read) return read.refused;
        faults.put(read.data);
        await settled();
        return ok(faults.current());
      },
    },
    {
      method: 'GET',
      path: '/_log',
      handle: ({ url }) => {
        const kind = url.searchParams.get('kind');
        const lines = log();
        return ok(kind === null ? lines : lines.filter((line) => kindOf(line) === kind));
      },
    },
  ];
}

function kindOf(line: unknown): unknown {
  return typeof line === 'object' && line !== null && 'kind' in line ? line.kind : undefined;
}
