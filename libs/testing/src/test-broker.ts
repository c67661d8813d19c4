import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type ConsumeMessage } from 'amqplib';
import { type EventDefinition, type Flow, type Received, routingKeyOf, services } from '#contracts';
import { applyTopology, envelopeOf, eventExchange, managementApi, propertiesOf, Publisher } from '#messaging';
import { eventually } from './eventually.js';
import { testServers, withUser } from './test-servers.js';

const password = 'for-tests-only';

export interface Said {
  readonly type: string;
  readonly source: string;
  readonly subject: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

export interface TestBroker {
  readonly vhost: string;
  /** The URL of an AMQP user, with exactly the rights of the design for the flows of this test. */
  urlOf(user: string): string;
  /** Publishes an event as its owner (or another service). @returns its id */
  say<Data>(
    event: EventDefinition<string, Data>,
    data: Data,
    how?: { from?: string; id?: string; causationId?: string },
  ): Promise<string>;
  /** Waits until the event was said with data that fit. */
  heard<Type extends string, Data>(
    event: EventDefinition<Type, Data>,
    fits?: (data: Data) => boolean,
    withinMs?: number,
  ): Promise<Received<EventDefinition<Type, Data>>>;
  /** All events said so far, in the order they were published. */
  allSaid(): readonly Said[];
  /** Messages on the parked desk, as they lie there. */
  parked(): readonly ConsumeMessage[];
  /** Messages of a queue that nobody has taken yet, and its consumers, as the broker knows them now. */
  queue(name: string): Promise<{ ready: number; consumers: number }>;
  close(): Promise<void>;
}

/** A fresh virtual host with the topology of some flows, waits shortened to fractions of a second, and a spy on all events. */
export async function testBroker(flows: readonly Flow[], offices: readonly string[]): Promise<TestBroker> {
  const { amqpUrl, managementUrl } = testServers();
  const vhost = `t_${randomBytes(6).toString('hex')}`;
  const users = [
    ...services.filter((name) => name !== 'print-station'),
    ...offices.map((one) => `print-station.${one}`),
  ];
  await applyTopology({
    managementUrl,
    vhost,
    flows,
    offices,
    passwords: Object.fromEntries(users.map((name) => [name, password])),
    waitSeconds: { 'loket.wait.5s': 0.2, 'loket.wait.1m': 0.3, 'loket.wait.10m': 0.4, 'loket.wait.1h': 0.5 },
  });
  const api = managementApi(managementUrl);
  const all = { configure: '.*', write: '.*', read: '.*' };
  const tested = new Set<string>(flows.map((flow) => flow.service));
  // The neighbours who speak in this test may say anything; the services under test have their real rights only.
  for (const name of users) {
    if (tested.has(name) || (tested.has('print-station') && name.startsWith('print-station.'))) continue;
    await api('PUT', `/api/users/${name}`, { password, tags: '' });
    await api('PUT', `/api/permissions/${vhost}/${name}`, all);
  }
  const urlOf = (user: string) => withUser(amqpUrl, user, password, `/${vhost}`);
  const adminUrl = new URL(amqpUrl);
  adminUrl.pathname = `/${vhost}`;
  const connection = await connect(adminUrl.toString());
  connection.on('error', () => undefined);
  const channel = await connection.createChannel();
  const said: (Said & { message: ConsumeMessage })[] = [];
  const parked: ConsumeMessage[] = [];
  const spy = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(spy.queue, eventExchange, '#');
  await channel.consume(spy.queue, (message) => message && said.push(readSaid(message)), { noAck: true });
  if (!tested.has('ops-console'))
    await channel.consume('loket.parked', (message) => message && parked.push(message), { noAck: true });
  const publishers = new Map<string, Publisher>();
  const publisherOf = async (user: string) => {
    const publisher = publishers.get(user) ?? new Publisher(urlOf(user), `test:${user}`);
    if (!publishers.has(user)) publisher.start();
    publishers.set(user, publisher);
    await publisher.ready(10_000);
    return publisher;
  };
  return {
    vhost,
    urlOf,
    say: async (event, data, how = {}) => {
      const from = how.from ?? event.owner[0] ?? 'intake';
      const publisher = await publisherOf(from);
      const id = how.id ?? randomUUID();
      const envelope = {
        id,
        type: event.type,
        version: event.version,
        source: from,
        subject: event.subject(data),
        time: new Date(),
        correlationId: id,
        causationId: how.causationId,
        traceparent: undefined,
      };
      const body = Buffer.from(JSON.stringify(data));
      await publisher.publish(eventExchange, routingKeyOf(event, data), body, propertiesOf(envelope, from));
      return id;
    },
    heard: async (event, fits = () => true, withinMs = 15_000) => {
      const found = await eventually(
        () => said.find((one) => one.type === event.type && fits(event.data.parse(one.data))),
        { withinMs, what: `${event.type} (said so far: ${said.map((one) => one.type).join(', ')})` },
      );
      const envelope = envelopeOf(found.message.properties);
      return { ...envelope, type: event.type, data: event.data.parse(found.data) };
    },
    allSaid: () => said,
    parked: () => parked,
    queue: async (name) => {
      const { messageCount, consumerCount } = await channel.checkQueue(name);
      return { ready: messageCount, consumers: consumerCount };
    },
    close: async () => {
      await Promise.all([...publishers.values()].map((publisher) => publisher.close()));
      await connection.close();
      await api('DELETE', `/api/vhosts/${vhost}`);
    },
  };
}

function readSaid(message: ConsumeMessage): Said & { message: ConsumeMessage } {
  const envelope = envelopeOf(message.properties);
  const data = JSON.parse(message.content.toString('utf8')) as Record<string, unknown>;
  return { type: envelope.type, source: envelope.source, subject: envelope.subject, id: envelope.id, data, message };
}
