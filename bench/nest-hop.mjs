// The same hop on Nest's own RMQ transport, as durable as it can be made: a durable quorum queue, persistent messages,
// acknowledged by hand after the commit, inbox, effect and outbox in one transaction, and a relay that waits for confirms.
//
// What stays different, because the transport offers nothing else:
// - a message that is refused comes back at once or is gone: no waits in between, no parked desk;
// - `mandatory` is not passed on: an event that nobody is bound to is confirmed and lost;
// - its clients begin on channels that cannot be told to stop while a network is away; a consumer cannot be paused;
// - packet and pattern travel inside of the body: the envelope of CloudEvents is one object more to parse;
// - after a lost connection what was confirmed last is not known to the caller: the outbox's mark alone tells.
import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, Ctx, EventPattern, Payload, Transport } from '@nestjs/microservices';
import pg from 'pg';
import { lastValueFrom } from 'rxjs';

/** @typedef {{ getMessage: () => unknown, getChannelRef: () => { ack: (message: unknown) => void, nack: (message: unknown, all: boolean, requeue: boolean) => void } }} RmqDelivery */
/** @typedef {{ id: string, routing_key: string, body: string, correlation_id: string, created_at: Date }} Stored */

const heard = 'whatsapp.message-received.v1';
const said = 'whatsapp.media-announced.v1';
const queue = 'intake.bench-hop';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
/** The queue stands already and is bound already, with the rights of a service. */
const listens = { urls: [process.env.AMQP_URL ?? ''], queue, noAssert: true, noAck: false, prefetchCount: 10 };
/** To publish to an exchange, Nest declares it anew: no service may do that here, so it is an administrator who publishes. */
const publishes = {
  urls: [process.env.AMQP_ADMIN_URL ?? ''],
  exchange: 'loket.events',
  exchangeType: /** @type {const} */ ('topic'),
  wildcards: true,
  persistent: true,
};

class NestHop {
  /** @param {{ eventId: string, messageId: string, carries: string }} data @param {RmqDelivery} delivery */
  async handle(data, delivery) {
    const channel = delivery.getChannelRef();
    const client = await pool.connect();
    try {
      await client.query('begin');
      const { rowCount } = await client.query(
        'insert into inbox (consumer, message_id) values ($1, $2) on conflict do nothing',
        [queue, data.eventId],
      );
      if (rowCount === 1) {
        const id = randomUUID();
        await client.query('insert into bench_effect (message_id, carries) values ($1, $2)', [
          data.messageId,
          data.carries,
        ]);
        await client.query(
          `insert into outbox (id, subject, type, version, routing_key, body, correlation_id, causation_id)
           values ($1, $2, 'whatsapp.media-announced', 1, $3, $4, $5, $5)`,
          [
            id,
            data.messageId,
            said,
            JSON.stringify({ messageId: data.messageId, documentId: data.messageId }),
            data.eventId,
          ],
        );
      }
      await client.query('commit');
      channel.ack(delivery.getMessage());
    } catch {
      await client.query('rollback').catch(() => undefined);
      channel.nack(delivery.getMessage(), false, true);
    } finally {
      client.release();
    }
  }
}
// Decorators by hand: this file is run as it stands.
const { prototype } = NestHop;
/** @type {PropertyDescriptor} */
const handle = { value: prototype.handle };
EventPattern(heard)(prototype, 'handle', handle);
Payload()(prototype, 'handle', 0);
Ctx()(prototype, 'handle', 1);
class NestHopModule {}
Module({ controllers: [NestHop] })(NestHopModule);

const app = await NestFactory.createMicroservice(NestHopModule, {
  transport: Transport.RMQ,
  logger: ['error'],
  options: listens,
});
await app.listen();
const client = ClientProxyFactory.create({ transport: Transport.RMQ, options: publishes });
await client.connect();
relay().catch((/** @type {unknown} */ error) => {
  console.error(error);
  process.exit(1);
});
console.log('ready');

/** Nest's client waits for the broker's confirm of an event, and that is what marks a row. */
async function relay() {
  for (;;) {
    /** @type {{ rows: Stored[] }} */
    const { rows } = await pool.query(
      'select id, routing_key, body, correlation_id, created_at from outbox where published_at is null order by seq limit 200',
    );
    await Promise.all(
      rows.map((row) =>
        lastValueFrom(client.emit(row.routing_key, { eventId: row.id, ...JSON.parse(row.body) }), {
          defaultValue: undefined,
        }),
      ),
    );
    if (rows.length > 0)
      await pool.query('update outbox set published_at = now() where id = any($1)', [rows.map((row) => row.id)]);
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
