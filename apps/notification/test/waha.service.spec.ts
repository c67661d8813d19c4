import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WhatsappStatusReceived } from '#contracts';
import { eventually } from '#testing';
import { parseWahaWebhook, providerRef } from '#whatsapp';
import { z } from 'zod';
import { NotificationBench } from './notification-bench.js';

const said = z.looseObject({ session: z.string(), chatId: z.string(), text: z.string() });

/** As little of WAHA as notification uses: its session, and texts. */
const texts: z.infer<typeof said>[] = [];
let session = 'WORKING';
const waha = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.headers['x-api-key'] !== 'waha-key') return answer(401, {});
    if (request.method === 'GET') return answer(200, { name: 'default', status: session });
    if (session !== 'WORKING') return answer(422, { message: 'session is not working' });
    const sent = said.parse(JSON.parse(Buffer.concat(chunks).toString()));
    texts.push(sent);
    return answer(201, { id: `true_${sent.chatId}_3EB0${texts.length}` });
  });
});

let on: NotificationBench;
beforeAll(async () => {
  await new Promise<void>((resolve) => waha.listen(0, '127.0.0.1', resolve));
  const address = waha.address();
  if (address === null || typeof address === 'string') throw new Error('WAHA does not listen');
  on = await NotificationBench.open(
    {},
    { WHATSAPP_GATEWAY: 'waha', WAHA_URL: `http://127.0.0.1:${address.port}`, WAHA_API_KEY: 'waha-key' },
  );
}, 60_000);
afterAll(async () => {
  await on.close();
  waha.close();
}, 30_000);

describe('an office with WAHA as its gateway', () => {
  it('tells in words whatever the 24-hour window is, and an ack of the gateway settles it', async () => {
    const citizen = on.citizen(new Date('2026-01-01T00:00:00Z'));
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    expect((await on.messages(citizen.applicationId))[0]?.as_template).toBe(false);
    expect(texts.at(-1)).toMatchObject({ session: 'default', chatId: `${citizen.phone}@c.us` });
    // The ack as WAHA words it, read by the same code as in intake; the middle of the id may name the person otherwise.
    const ack = {
      event: 'message.ack',
      session: 'default',
      payload: { id: `true_99@lid_3EB0${texts.length}`, ack: 3 },
    };
    const [event] = parseWahaWebhook(Buffer.from(JSON.stringify(ack)));
    if (event?.kind !== 'status') throw new Error('the ack is not a status');
    await on.bench.say(WhatsappStatusReceived, {
      status: 'read',
      providerRef: providerRef(event.providerMessageId),
      at: event.occurredAt.toISOString(),
    });
    expect(event.status).toBe('read');
    await on.stand(citizen.applicationId, 'read');
  });

  it('offers a menu as numbers to answer with', async () => {
    const citizen = on.citizen();
    await on.reply(citizen, 1, { messageKey: 'greeting', variables: {} });
    await on.stand(citizen.conversationId, 'sent');
    expect(texts.at(-1)?.text).toMatch(/\*1\* Syarat KTP-el\n\*2\* .*\n\*3\* Cek status/);
  });

  it('keeps the messages while its session needs a person', async () => {
    session = 'SCAN_QR_CODE';
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await eventually(async () => (await on.bench.query('select 1 from sender_stop')).length === 1);
    await on.stand(citizen.applicationId, 'queued');
    expect(texts.some(({ chatId }) => chatId.startsWith(citizen.phone))).toBe(false);
  });
});
