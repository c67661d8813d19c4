// One consumer on Loket's own libs, as every service has them: inbox, effect and outbox in one transaction, relay included.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { WhatsappMediaAnnounced } from '#contracts';
import { connectService } from '#messaging';
import { hopFlow } from './hop-flow.mjs';

class BenchHop {
  /**
   * @param {import('#contracts').Received<typeof import('#contracts').WhatsappMessageReceived>} event
   * @param {import('#outbox').Tx} tx
   */
  async handle(event, tx) {
    const { messageId, carries } = event.data;
    await tx.query('insert into bench_effect (message_id, carries) values ($1, $2)', [messageId, carries]);
    await tx.emit(WhatsappMediaAnnounced, { messageId, documentId: messageId });
  }
}
// Decorators by hand: this file is run as it stands.
const { prototype } = BenchHop;
/** @type {PropertyDescriptor} */
const handle = { value: prototype.handle };
EventPattern('intake.bench-hop')(prototype, 'handle', handle);
Payload()(prototype, 'handle', 0);
Ctx()(prototype, 'handle', 1);
class BenchModule {}
Module({ controllers: [BenchHop] })(BenchModule);

const connections = await connectService({
  flow: hopFlow,
  databaseUrl: process.env.DATABASE_URL ?? '',
  amqpUrl: process.env.AMQP_URL ?? '',
});
const app = await NestFactory.createMicroservice(BenchModule, { strategy: connections.transport, logger: ['error'] });
await app.listen();
console.log('ready');
