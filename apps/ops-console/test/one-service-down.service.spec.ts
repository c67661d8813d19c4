import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reachable } from '../src/access/services.js';
import { type ConsoleBench, consoleBench } from './console-bench.js';

/** A service that answers everything with an empty list. */
interface Neighbour {
  readonly port: number;
  stop(): Promise<void>;
}

async function neighbour(port = 0): Promise<Neighbour> {
  const server: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"applications":[],"more":false}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const neighbours = new Map<string, Neighbour>();
let console_: ConsoleBench;
let session: { cookie: string; csrf: string };
beforeAll(async () => {
  for (const service of reachable) neighbours.set(service, await neighbour());
  const environment = Object.fromEntries(
    [...neighbours].map(([service, { port }]) => [
      `${service.toUpperCase().replaceAll('-', '_')}_URL`,
      `http://127.0.0.1:${port}`,
    ]),
  );
  console_ = await consoleBench(environment);
  session = await console_.signIn();
}, 60_000);
afterAll(async () => {
  await console_.close();
  for (const { stop } of neighbours.values()) await stop();
}, 30_000);

/** One thing that is asked of each service in a day's work. */
const asks = {
  intake: '/api/intake/applications',
  'document-validation': '/api/document-validation/reviews',
  'printing-queue': '/api/printing-queue/print-jobs',
  notification: '/api/notification/messages',
} as const;

/** What the console answers from its own copy of the events, whoever is away. */
const own = [
  '/api/ops-console/applications',
  '/api/ops-console/links',
  '/api/ops-console/queues',
  '/api/reports/requests',
  '/api/reports/effectiveness',
  '/laporan',
  '/efektivitas',
  '/akun',
];

const statusOf = async (path: string) => (await console_.get(path, { cookie: session.cookie })).status;

describe.each(reachable)('without %s', (away) => {
  beforeAll(async () => {
    await neighbours.get(away)?.stop();
  });
  afterAll(async () => {
    neighbours.set(away, await neighbour(neighbours.get(away)?.port));
  });

  it('works for the others, and says what is missing', async () => {
    for (const service of reachable) {
      const answer = await console_.get(asks[service], { cookie: session.cookie });
      const body = (await answer.json()) as { code?: string; service?: string };
      if (service === away)
        expect([answer.status, body.code, body.service]).toEqual([502, 'service-unreachable', away]);
      else expect([service, answer.status]).toEqual([service, 200]);
    }
  });

  it('shows all that it knows itself', async () => {
    for (const path of own) expect([path, await statusOf(path)]).toEqual([path, 200]);
    const found = await console_.post(
      '/api/search',
      { q: 'siti aminah' },
      { cookie: session.cookie, 'x-csrf-token': session.csrf },
    );
    expect(await found.json()).toEqual({ hits: [], more: false, missing: away === 'intake' ? ['intake'] : [] });
  });
});

it('has the service back as soon as it answers again', async () => {
  for (const service of reachable) expect([service, await statusOf(asks[service])]).toEqual([service, 200]);
});
