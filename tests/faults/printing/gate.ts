import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A request on its way. `words` say which it is: the path over HTTP, the operation over IPP. */
export interface Passing {
  readonly path: string;
  readonly body: Buffer;
}

/** A request that is held at the gate: nothing happens to it until it is let go. */
export interface Caught {
  /** `on`: as if nothing had been; `drop`: its line is cut, and what was not sent on never arrives. */
  letGo(how: 'on' | 'drop'): void;
}

/** A line between two processes on which a test can stop one request, before it has taken effect or after. */
export interface Gate {
  readonly url: string;
  catchNext(isIt: (passing: Passing) => boolean, when: 'before' | 'after'): Promise<Caught>;
  close(): Promise<void>;
}

interface Trap {
  readonly isIt: (passing: Passing) => boolean;
  readonly when: 'before' | 'after';
  readonly spring: (caught: Caught) => void;
}

/** @param target where the requests go, as http://host:port */
export async function openGate(target: () => string): Promise<Gate> {
  const traps: Trap[] = [];

  const hold = (passing: Passing, when: Trap['when']): Promise<'on' | 'drop'> | undefined => {
    const at = traps.findIndex((trap) => trap.when === when && trap.isIt(passing));
    const [trap] = at < 0 ? [] : traps.splice(at, 1);
    return trap && new Promise((resolve) => trap.spring({ letGo: resolve }));
  };

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const passing = { path: request.url ?? '/', body };
    if ((await hold(passing, 'before')) === 'drop') return void request.socket.destroy();
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(new URL(passing.path, target()), {
      method: request.method ?? 'GET',
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      ),
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if ((await hold(passing, 'after')) === 'drop') return void request.socket.destroy();
    response
      .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
      .end(bytes);
  }

  const server = createServer((request, response) => {
    // The neighbour is gone: so is the line.
    pass(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the gate has no port');
  return {
    url: `http://127.0.0.1:${bound.port}`,
    catchNext: (isIt, when) => new Promise((resolve) => traps.push({ isIt, when, spring: resolve })),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
