import { buildConnector, Client, type Dispatcher } from 'undici';
import { lookupPublic } from './public-address.js';

export interface Call {
  url: URL;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: Dispatcher.DispatchOptions['body'];
  /** The answer's body is read up to here; beyond it the call ends as `too-large`. */
  maxBytes: number;
  connectTimeoutMs: number;
  /** For the whole call, connecting and reading included. */
  timeoutMs: number;
  signal?: AbortSignal;
  /** Refuse to connect to loopback and private addresses: for hosts that somebody else named. */
  publicOnly?: boolean;
}

export type CallOutcome =
  | { kind: 'answered'; status: number; headers: Headers; body: Buffer }
  | { kind: 'too-large'; status: number }
  /** No connection stood, so nothing of the request has left this machine. */
  | { kind: 'not-sent'; cause: 'dns' | 'connect' | 'tls' | 'aborted'; code?: string }
  /** The request may have arrived. */
  | { kind: 'no-answer'; cause: 'timeout' | 'cut' | 'aborted' };

type Headers = Record<string, string | string[] | undefined>;

/**
 * One HTTP call on a connection of its own, without redirects, that knows whether anything was sent.
 * A fresh connection for each call is on purpose: a request written into a kept-alive socket that the other side
 * had just closed could not be told from one that arrived.
 */
export async function oneCall(call: Call): Promise<CallOutcome> {
  const gaveUp = () => call.signal?.aborted === true;
  if (gaveUp()) return { kind: 'not-sent', cause: 'aborted' };
  let connected = false;
  let connectError: Error | undefined;
  const connect = buildConnector({
    timeout: call.connectTimeoutMs,
    ...(call.publicOnly === true ? { lookup: lookupPublic } : {}),
  });
  const client = new Client(call.url.origin, {
    connect: (options, callback) => {
      connect(options, (...result) => {
        if (result[0] === null) connected = true;
        else connectError = result[0];
        callback(...result);
      });
    },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const deadline = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal === undefined ? deadline : AbortSignal.any([deadline, call.signal]);
  try {
    const { statusCode, headers, body } = await client.request({
      path: call.url.pathname + call.url.search,
      method: call.method,
      headers: call.headers,
      body: call.body,
      signal,
    });
    const bytes = await readUpTo(call.maxBytes, body);
    if (bytes === undefined) return { kind: 'too-large', status: statusCode };
    return { kind: 'answered', status: statusCode, headers, body: bytes };
  } catch {
    if (connectError !== undefined) return { kind: 'not-sent', ...causeOf(connectError) };
    if (!connected) return { kind: 'not-sent', ...(deadline.aborted ? { cause: 'connect' } : { cause: 'aborted' }) };
    if (deadline.aborted) return { kind: 'no-answer', cause: 'timeout' };
    return { kind: 'no-answer', cause: gaveUp() ? 'aborted' : 'cut' };
  } finally {
    // Not awaited: the socket is ours alone and nobody waits for its end.
    void client.destroy();
  }
}

async function readUpTo(maxBytes: number, body: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of body) {
    total += chunk.length;
    if (total > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
}

function causeOf(error: Error): { cause: 'dns' | 'connect' | 'tls'; code?: string } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL') return { cause: 'dns', code };
  if (code !== undefined && /CERT|TLS|SSL|EPROTO|SIGNATURE/.test(code)) return { cause: 'tls', code };
  return { cause: 'connect', code };
}
