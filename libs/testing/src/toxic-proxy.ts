import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What may be wrong with a network. Several at once are allowed. */
export type Toxic =
  /** Every chunk, each way, is held for `ms` plus up to `jitterMs`. Order is kept. */
  | { kind: 'latency'; ms: number; jitterMs?: number }
  /** The listening socket is closed and open connections are reset: a client sees ECONNREFUSED. */
  | { kind: 'refuse' }
  /** Connections stand, or are accepted, and no byte moves. They are reset when the proxy heals. */
  | { kind: 'black-hole' }
  /** A connection is reset once so many bytes went that way: `up` to the target (a cut request), `down` to the client (a cut reply). */
  | { kind: 'reset-after'; bytes: number; direction: 'up' | 'down' }
  /** The client's first bytes reach the target, but the answer is an orderly end without a byte. */
  | { kind: 'half-close' };

export interface ToxicProxy {
  port: number;
  /** Connections accepted since the start. */
  accepted(): number;
  /** From now on exactly these toxics work, on old and new connections. */
  poison(...toxics: Toxic[]): Promise<void>;
  /** No toxics. Connections that were caught in a black hole are reset. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  target: Socket;
  moved: { up: number; down: number };
  swallowed: boolean;
}

/** A TCP proxy on the loopback that can make the network bad. `port` 0 takes a free one. */
export async function toxicProxy(to: { port: number; host?: string }, port = 0): Promise<ToxicProxy> {
  const pairs = new Set<Pair>();
  let toxics: Toxic[] = [];
  let accepted = 0;
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept);
  await listen(server, port);
  const bound = address(server).port;

  function accept(client: Socket): void {
    accepted += 1;
    const target = connect({ port: to.port, host: to.host ?? '127.0.0.1', allowHalfOpen: true });
    const pair: Pair = { client, target, moved: { up: 0, down: 0 }, swallowed: false };
    pairs.add(pair);
    for (const socket of [client, target]) {
      socket.on('error', () => reset(pair));
      socket.on('close', () => {
        if (client.destroyed && target.destroyed) pairs.delete(pair);
      });
    }
    void pump(pair, 'up').catch(() => reset(pair));
    void pump(pair, 'down').catch(() => reset(pair));
  }

  /** Moves one direction chunk by chunk, so that latency keeps the order and a slow reader holds the writer back. */
  async function pump(pair: Pair, direction: 'up' | 'down'): Promise<void> {
    const [source, sink] = direction === 'up' ? [pair.client, pair.target] : [pair.target, pair.client];
    for await (const chunk of source) {
      if (!Buffer.isBuffer(chunk)) continue;
      if (has('black-hole')) pair.swallowed = true;
      if (pair.swallowed) continue;
      const delay = find('latency');
      if (delay !== undefined) await pause(delay.ms + Math.random() * (delay.jitterMs ?? 0));
      if (direction === 'down' && has('half-close')) {
        sink.end();
        continue;
      }
      const cut = find('reset-after');
      const left = cut?.direction === direction ? cut.bytes - pair.moved[direction] : Infinity;
      pair.moved[direction] += chunk.length;
      if (!sink.write(chunk.subarray(0, Math.max(left, 0)))) await once(sink, 'drain');
      if (left <= chunk.length) {
        // The cut must not overtake the bytes that were still to arrive.
        await new Promise((resolve) => sink.write('', resolve));
        return reset(pair);
      }
    }
    if (has('black-hole')) pair.swallowed = true;
    if (!pair.swallowed) sink.end();
  }

  function has(kind: Toxic['kind']): boolean {
    return find(kind) !== undefined;
  }
  function find<Kind extends Toxic['kind']>(kind: Kind): Extract<Toxic, { kind: Kind }> | undefined {
    return toxics.find((toxic): toxic is Extract<Toxic, { kind: Kind }> => toxic.kind === kind);
  }

  async function poison(...next: Toxic[]): Promise<void> {
    toxics = next;
    if (has('refuse')) {
      const closed = stop(server);
      for (const pair of pairs) reset(pair);
      return closed;
    }
    if (!has('black-hole')) for (const pair of pairs) if (pair.swallowed) reset(pair);
    if (!server.listening) await listen(server, bound);
  }

  return {
    port: bound,
    accepted: () => accepted,
    poison,
    heal: () => poison(),
    close: () => poison({ kind: 'refuse' }),
  };
}

function reset({ client, target }: Pair): void {
  for (const socket of [client, target]) if (!socket.destroyed) socket.resetAndDestroy();
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

async function stop(server: Server): Promise<void> {
  if (server.listening) await new Promise((resolve) => server.close(resolve));
}

function address(server: Server): AddressInfo {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the proxy listens on no port');
  return bound;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
