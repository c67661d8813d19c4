import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { z } from 'zod';

export interface Request {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  /** The parts that the route's path named. */
  params: Record<string, string>;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** A string or bytes go out as they are, anything else as JSON. */
  body?: unknown;
}

/** Takes over the response, for a stream that stays open. */
export type Stream = (response: ServerResponse) => void;

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** A pattern of `URLPattern`: `/_phone/chats/:number`. */
  path: string;
  handle(request: Request): Answer | Stream | Promise<Answer | Stream>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const notFound = (): Answer => ({ status: 404, body: { error: 'there is no such thing here' } });

const longestBody = 64 * 1024 * 1024;

/** By path: making one takes longer than all the rest of an answer. */
const patterns = new Map<string, URLPattern>();

function patternOf(path: string): URLPattern {
  const pattern = patterns.get(path) ?? new URLPattern({ pathname: path });
  patterns.set(path, pattern);
  return pattern;
}

/** Finds the route of a request; undefined where none fits. */
export function match<Found extends Pick<Route, 'method' | 'path'>>(
  routes: readonly Found[],
  method: string,
  url: URL,
): { route: Found; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const found = route.method === method ? patternOf(route.path).exec(url) : null;
    if (found === null) continue;
    const groups = Object.entries(found.pathname.groups).map(([name, value]) => [
      name,
      decodeURIComponent(value ?? ''),
    ]);
    return { route, params: Object.fromEntries(groups) };
  }
  return undefined;
}

/** The whole body; undefined when it is longer than any stand-in wants. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    total += chunk.length;
    if (total > longestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
}

/** A JSON body of the given shape, or a 400 that names what is wrong. */
export function readJson<Schema extends z.ZodType>(
  body: Buffer,
  schema: Schema,
): { data: z.infer<Schema> } | { refused: Answer } {
  let parsed: unknown;
  try {
    parsed = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    return { refused: { status: 400, body: { error: 'the body is no JSON' } } };
  }
  const checked = schema.safeParse(parsed);
  return checked.success
    ? { data: checked.data }
    : { refused: { status: 400, body: { error: z.prettifyError(checked.error) } } };
}

/** The bytes and content type that an answer's body becomes. */
export function encode({ headers = {}, body }: Answer): { bytes: Buffer; headers: Record<string, string> } {
  if (body === undefined) return { bytes: Buffer.alloc(0), headers };
  if (body instanceof Uint8Array) return { bytes: Buffer.from(body), headers };
  if (typeof body === 'string') {
    return { bytes: Buffer.from(body), headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } };
  }
  return { bytes: Buffer.from(JSON.stringify(body)), headers: { 'content-type': 'application/json', ...headers } };
}

/** Listens; the returned port is the real one where 0 was asked for. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address();
  return bound !== null && typeof bound === 'object' ? bound.port : port;
}

export async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

export { createServer, type Server, type ServerResponse, type IncomingMessage };
