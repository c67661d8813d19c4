import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  type ConsumeMessage,
  connect,
  type GetMessage,
} from 'amqplib';
import { CardArrived, CardHandedOver, defineFlow } from '#contracts';
import { eventually, testServers, withUser } from '#testing';
import { applyTopology, managementApi } from './apply-topology.js';
import { copyOf } from './message.js';

// What messaging relies on, asked of the broker that is there and, with BROKER_4_URL (an administrator's AMQP URL), of RabbitMQ 4.
const password = 'for-tests-only';
const deliveryLimit = 20;
const flows = [
  defineFlow({
    service: 'intake',
    hears: { 'card-moved': { events: [CardArrived] }, 'card-gone': { events: [CardHandedOver] } },
    says: [],
  }),
  defineFlow({ service: 'printing-queue', hears: { 'card-seen': { events: [CardHandedOver] } }, says: [CardArrived] }),
];
const [arrived, gone] = ['card.arrived.v1', 'card.handed-over.v1'];

interface Broker {
  readonly amqpUrl: string;
  readonly managementUrl: string;
}

const { amqpUrl, managementUrl } = testServers();
suite('the broker that is here', { amqpUrl, managementUrl });

const fourth = process.env.BROKER_4_URL;
if (fourth) {
  const management = new URL(fourth.replace(/^amqp/, 'http'));
  management.port = '15672';
  management.pathname = '';
  suite('RabbitMQ 4', { amqpUrl: fourth, managementUrl: process.env.BROKER_4_MANAGEMENT_URL ?? management.href });
} else {
  describe('RabbitMQ 4', () => {
    it.skip('holds to the same (set BROKER_4_URL to an administrator of one)', () => undefined);
  });
}

function suite(name: string, broker: Broker): void {
  describe(name, () => {
    const vhost = `t_${randomBytes(6).toString('hex')}`;
    const api = managementApi(broker.managementUrl);
    const open: ChannelModel[] = [];
    let intake: ChannelModel;
    let printing: ChannelModel;
    let admin: ChannelModel;
    let version = '';

    beforeAll(async () => {
      await applyTopology({
        ...{ managementUrl: broker.managementUrl, vhost, flows, offices: [] },
        passwords: { intake: password, 'printing-queue': password },
        waitSeconds: { 'loket.wait.5s': 0.2, 'loket.wait.1m': 0.2 },
      });
      const adminUrl = new URL(broker.amqpUrl);
      adminUrl.pathname = `/${vhost}`;
      admin = await connected(adminUrl.href);
      intake = await connected(withUser(broker.amqpUrl, 'intake', password, `/${vhost}`));
      printing = await connected(withUser(broker.amqpUrl, 'printing-queue', password, `/${vhost}`));
      version = ((await api('GET', '/api/overview')) as { rabbitmq_version: string }).rabbitmq_version;
    }, 60_000);
    afterAll(async () => {
      await Promise.all(open.map((connection) => connection.close()));
      await api('DELETE', `/api/vhosts/${vhost}`);
    });

    async function connected(url: string): Promise<ChannelModel> {
      const connection = await connect(url, { noDelay: true });
      connection.on('error', () => undefined);
      open.push(connection);
      return connection;
    }

    /** Publishes as a user of the connection. @returns what came back, in order: a `return`, then `ack` or `nack` */
    async function publish(
      connection: ChannelModel,
      exchange: string,
      key: string,
      options: { messageId?: string; headers?: Record<string, unknown>; userId?: string } = {},
    ): Promise<string[]> {
      const channel: ConfirmChannel = await connection.createConfirmChannel();
      const said: string[] = [];
      channel.on('return', () => said.push('return'));
      const refused = new Promise<string>((resolve) =>
        channel.on('error', (error: Error & { code?: number }) => resolve(String(error.code))),
      );
      const settings = { persistent: true, mandatory: true, messageId: randomUUID(), ...options };
      const confirmed = new Promise<string>((resolve) => {
        channel.publish(exchange, key, Buffer.from('{}'), settings, (nack: unknown) => resolve(nack ? 'nack' : 'ack'));
      });
      const answer = await Promise.race([confirmed, refused]);
      said.push(answer);
      if (answer === 'ack' || answer === 'nack') await channel.close();
      return said;
    }

    async function nextOf(channel: Channel, queue: string, what: string): Promise<GetMessage> {
      const found = await eventually(() => channel.get(queue, { noAck: true }), { what: `${what} in ${queue}` });
      return found;
    }

    /** Rejects one message of intake's queue until the broker gives it up. @returns how often it was delivered, and as it is parked */
    async function deliverToDeath(key: string, queue: string): Promise<{ deliveries: number; parked: GetMessage }> {
      const messageId = randomUUID();
      const channel = await intake.createChannel();
      let deliveries = 0;
      await channel.prefetch(1);
      await channel.consume(queue, (message) => {
        if (message?.properties.messageId !== messageId) return;
        deliveries += 1;
        channel.reject(message, true);
      });
      expect(await publish(admin, 'loket.events', key, { messageId })).toEqual(['ack']);
      const desk = await admin.createChannel();
      const parked = await nextOf(desk, 'loket.parked', 'the message that was given up');
      expect(parked.properties.messageId).toBe(messageId);
      await Promise.all([channel.close(), desk.close()]);
      return { deliveries, parked };
    }

    it('parks a message after one delivery more than the limit, under its event key, with the queue it came from', async () => {
      const { deliveries, parked } = await deliverToDeath(arrived, 'intake.card-moved');
      expect(deliveries).toBe(deliveryLimit + 1);
      expect(parked.fields.routingKey).toBe(arrived);
      expect(parked.properties.headers).toMatchObject({ 'x-first-death-queue': 'intake.card-moved' });
    });

    it('answers an unroutable mandatory message by a return, and only then by an ack', async () => {
      expect(await publish(admin, 'loket.events', 'nobody.came.v1')).toEqual(['return', 'ack']);
      expect(await publish(admin, 'loket.events', arrived)).toEqual(['ack']);
      const channel = await intake.createChannel();
      await nextOf(channel, 'intake.card-moved', 'the routable one');
      await channel.close();
    });

    it('sends a message home from the wait queue to the named queue alone, though its user may not use the default exchange', async () => {
      expect(await publish(intake, '', 'intake.card-moved')).toEqual(['403']);
      const messageId = randomUUID();
      expect(await publish(intake, 'loket.wait.5s', 'intake.card-moved', { messageId, userId: 'intake' })).toEqual([
        'ack',
      ]);
      const channel = await intake.createChannel();
      const home = await nextOf(channel, 'intake.card-moved', 'the message that waited');
      expect(home.properties.messageId).toBe(messageId);
      expect(await channel.get('intake.card-gone')).toBe(false);
      await channel.close();
    });

    it('brings a clean copy of a given-up message home; one that kept its x-death only where the broker ignores it', async () => {
      const { parked } = await deliverToDeath(gone, 'intake.card-gone');
      const kept = { messageId: 'kept', headers: parked.properties.headers as Record<string, unknown> };
      expect(kept.headers).toHaveProperty('x-death');
      const { headers } = copyOf(parked, 'intake', {});
      expect(headers).not.toHaveProperty('x-death');
      // Both wait for the same time, one behind the other: when the clean one is home, the other would be.
      expect(await publish(admin, 'loket.wait.5s', 'intake.card-gone', kept)).toEqual(['ack']);
      expect(await publish(intake, 'loket.wait.5s', 'intake.card-gone', { messageId: 'clean', headers })).toEqual([
        'ack',
      ]);
      const channel = await intake.createChannel();
      const seen: string[] = [];
      while (!seen.includes('clean')) {
        const message = await nextOf(channel, 'intake.card-gone', 'the clean copy');
        seen.push(String(message.properties.messageId));
      }
      await channel.close();
      expect(seen).toEqual(Number(version.split('.')[0]) < 4 ? ['clean'] : ['kept', 'clean']);
    });

    it('comes home again and again, as long as each copy is clean', async () => {
      const channel = await intake.createChannel();
      expect(await publish(intake, 'loket.wait.5s', 'intake.card-moved', { messageId: 'again' })).toEqual(['ack']);
      for (const exchange of ['loket.wait.1m', 'loket.wait.5s', 'loket.wait.1m']) {
        const home = await nextOf(channel, 'intake.card-moved', 'the travelling message');
        const { headers } = copyOf(home, 'intake', {});
        expect(await publish(intake, exchange, 'intake.card-moved', { messageId: 'again', headers })).toEqual(['ack']);
      }
      expect((await nextOf(channel, 'intake.card-moved', 'the last trip')).properties.messageId).toBe('again');
      await channel.close();
    });

    it('lets a service look for its queue, and refuses to let it declare the same', async () => {
      const looking = await intake.createChannel();
      expect((await looking.checkQueue('intake.card-moved')).queue).toBe('intake.card-moved');
      await looking.close();
      const declaring = await intake.createChannel();
      const code = new Promise((resolve) =>
        declaring.on('error', (error: Error & { code?: number }) => resolve(error.code)),
      );
      const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
      declaring.assertQueue('intake.card-moved', quorum).catch(() => undefined);
      expect(await code).toBe(403);
    });

    it('keeps what is unacknowledged valid when its subscription is cancelled', async () => {
      const channel = await intake.createChannel();
      const taken: ConsumeMessage[] = [];
      await channel.prefetch(2);
      const { consumerTag } = await channel.consume('intake.card-moved', (message) => message && taken.push(message));
      for (let count = 0; count < 3; count += 1) await publish(admin, 'loket.events', arrived);
      await eventually(() => taken.length === 2, { what: 'two unacknowledged messages' });
      await channel.cancel(consumerTag);
      for (const message of taken) channel.ack(message);
      // A wrong acknowledgement would have closed the channel; the third message was never taken.
      const third = await nextOf(channel, 'intake.card-moved', 'the third message');
      expect(third.fields.redelivered).toBe(false);
      expect(await channel.get('intake.card-moved')).toBe(false);
      await channel.close();
    });

    it('refuses who poses as another user, but not a copy by the CC header: so every consumer looks at who said it', async () => {
      expect(await publish(printing, 'loket.events', arrived, { userId: 'intake' })).toEqual(['406']);
      expect(await publish(printing, 'loket.events', gone, { userId: 'printing-queue' })).toEqual(['403']);
      const headers = { CC: [gone] };
      expect(await publish(printing, 'loket.events', arrived, { userId: 'printing-queue', headers })).toEqual(['ack']);
      const channel = await intake.createChannel();
      const smuggled = await nextOf(channel, 'intake.card-gone', 'the smuggled copy');
      expect(smuggled.properties.userId).toBe('printing-queue');
      await channel.close();
    });
  });
}
