import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventExchange, managementApi } from '#messaging';
import { eventually } from '#testing';
import { type ConsoleBench, consoleBench } from './console-bench.js';

const servers: Server[] = [];

/** A service by what it answers at an address. */
async function neighbour(answers: Record<string, { status: number; body: string }>): Promise<string> {
  const server = createServer((request, response) => {
    const { status, body } = answers[request.url ?? ''] ?? { status: 404, body: '{}' };
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let console_: ConsoleBench;
beforeAll(async () => {
  const figures = `loket_outbox_waiting{state="waiting"} 3\nloket_outbox_waiting{state="set-aside"} 0
loket_outbox_oldest_seconds 120\nloket_consumer_paused{queue="notification.send-whatsapp-message",link="whatsapp"} 1\n`;
  console_ = await consoleBench({
    JAEGER_URL: 'http://traces.example:16686/',
    RABBITMQ_MONITOR_URL: process.env['TEST_RABBITMQ_MANAGEMENT_URL'] ?? '',
    NOTIFICATION_URL: await neighbour({
      '/health/ready': { status: 200, body: '{"status":"ready"}' },
      '/metrics': { status: 200, body: figures },
    }),
    PRINTING_QUEUE_URL: await neighbour({
      '/health/ready': { status: 503, body: '{"code":"not-ready","detail":"broker: is away"}' },
      '/metrics': { status: 500, body: 'no figures' },
    }),
  });
}, 60_000);
afterAll(async () => {
  await console_?.close();
  for (const server of servers) server.close();
}, 30_000);

async function ask<T>(path: string, role = 'ops'): Promise<T> {
  const answer = await console_.get(path, { authorization: `Bearer ${await console_.token(role)}` });
  return (await answer.json()) as T;
}

describe('the system as operators see it', () => {
  it('says of each service whether it is ready, how far its outbox is behind, and what waits for a link', async () => {
    const { services } = await ask<{ services: Record<string, unknown>[] }>('/services');
    expect(services.map(({ service, state }) => [service, state])).toEqual([
      ['intake', 'away'],
      ['document-validation', 'away'],
      ['printing-queue', 'not-ready'],
      ['notification', 'ready'],
      ['ops-console', 'ready'],
    ]);
    expect(services[2]).toMatchObject({ missing: 'broker: is away', outbox: null, paused: [] });
    expect(services[3]).toMatchObject({
      outbox: { waiting: 3, setAside: 0, oldestSeconds: 120 },
      paused: [{ queue: 'notification.send-whatsapp-message', link: 'whatsapp' }],
    });
    // The console's own come from its real relay.
    expect(services[4]).toMatchObject({ outbox: { setAside: 0 } });
    const clerk = { authorization: `Bearer ${await console_.token('clerk')}` };
    expect((await console_.get('/services', clerk)).status).toBe(403);
  });

  it('leads to Jaeger where there is one', async () => {
    const { cookie } = await console_.signIn();
    const page = await (await console_.get('/', { cookie })).text();
    expect(page).toContain('<meta name="traces-at" content="http://traces.example:16686" />');
  });

  it('tells outages page by page: from when, until when, and which last', async () => {
    await console_.bench.query(
      `insert into event (id, type, version, subject, time, source, correlation_id, data)
       select gen_random_uuid(), kind, 1, 'x', at::timestamptz, 'intake', 'x',
              jsonb_build_object('link', link, 'way', 'primary', 'seenBy', 'intake', 'cause', cause, 'since', at)
         from (values ('link.lost', 'whatsapp', 'timeout', '2026-11-01T01:00:00Z'),
                      ('link.restored', 'whatsapp', 'recovered', '2026-11-01T03:00:00Z'),
                      ('link.lost', 'diskominfo', 'refused', '2026-11-02T01:00:00Z'),
                      ('link.lost', 'whatsapp', 'reset', '2026-11-03T01:00:00Z'),
                      ('link.restored', 'whatsapp', 'recovered', '2026-11-03T01:30:00Z')) as said (kind, link, cause, at)`,
    );
    type History = {
      outages: { link: string; cause: string; since: string; until: string | null }[];
      next: string | null;
    };
    const first = await ask<History>('/links/history?limit=2', 'clerk');
    const second = await ask<History>(`/links/history?limit=2&after=${first.next}`, 'clerk');
    expect(
      [...first.outages, ...second.outages].map(({ link, cause, since, until }) => [link, cause, since, until]),
    ).toEqual([
      ['whatsapp', 'reset', '2026-11-03T01:00:00.000Z', '2026-11-03T01:30:00.000Z'],
      ['diskominfo', 'refused', '2026-11-02T01:00:00.000Z', null],
      ['whatsapp', 'timeout', '2026-11-01T01:00:00.000Z', '2026-11-01T03:00:00.000Z'],
    ]);
    expect(second.next).toBeNull();
  });

  it('says how long the oldest message of a queue has waited', async () => {
    const api = managementApi(process.env['TEST_RABBITMQ_MANAGEMENT_URL'] ?? '');
    const at = encodeURIComponent(console_.bench.vhost);
    await api('PUT', `/api/queues/${at}/test.late`, { durable: true });
    await api('POST', `/api/bindings/${at}/e/${eventExchange}/q/test.late`, { routing_key: 'late.said.v1' });
    for (let n = 0; n < 2; n += 1)
      await api('POST', `/api/exchanges/${at}/amq.default/publish`, {
        ...{ properties: {}, routing_key: 'test.late', payload: '{}', payload_encoding: 'string' },
      });
    await console_.bench.query(
      `insert into event (id, type, version, subject, time, source, correlation_id, data)
       select gen_random_uuid(), 'late.said', 1, 'x', now() - make_interval(hours => hours), 'intake', 'x', '{}'
         from generate_series(1, 3) as hours`,
    );
    type Queues = { queues: { queue: string; messages: number; oldestSeconds: number | null }[] };
    const late = await eventually(
      async () => {
        const { queues } = await ask<Queues>('/queues');
        const found = queues.find(({ queue }) => queue === 'test.late');
        return found?.messages === 2 && { found, queues };
      },
      { what: 'the broker counts two messages', withinMs: 20_000 },
    );
    // Two wait, so the oldest is the second youngest of its kind.
    expect(Math.round(Number(late.found.oldestSeconds) / 3_600)).toBe(2);
    expect(
      late.queues.filter(({ messages }) => messages === 0).every(({ oldestSeconds }) => oldestSeconds === null),
    ).toBe(true);
    await api('DELETE', `/api/queues/${at}/test.late`);
  }, 40_000);
});
