import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationDraft, ApplicationSubmitted, ConversationReplied, WhatsappStatusReceived } from '#contracts';
import { eventually } from '#testing';
import { providerRef } from '#whatsapp';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

const apiKey = 'the key to WAHA';
/** WAHA's files: it keeps what citizens send under an address of its own, for who has its key. */
const files = new Map<string, Buffer>();
const waha = createServer((request, response) => {
  const file = files.get(request.url ?? '');
  if (request.headers['x-api-key'] !== apiKey || file === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'image/jpeg' }).end(file);
});

let work: IntakeAtWork;
let wahaUrl: string;
beforeAll(async () => {
  waha.listen(0, '127.0.0.1');
  await once(waha, 'listening');
  const bound = waha.address();
  if (bound === null || typeof bound === 'string') throw new Error('WAHA has no port');
  wahaUrl = `http://127.0.0.1:${bound.port}`;
  work = await intakeAtWork({
    WHATSAPP_GATEWAY: 'waha',
    WAHA_URL: wahaUrl,
    WAHA_API_KEY: apiKey,
    WAHA_HMAC_KEY: 'the key before,the key of WAHA',
  });
}, 60_000);
afterAll(async () => {
  await work?.close();
  waha.close();
}, 30_000);

function post(event: object, key = 'the key of WAHA'): Promise<Response> {
  const body = JSON.stringify(event);
  const hmac = createHmac('sha512', key).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-webhook-hmac': hmac };
  return fetch(`${work.url}/webhooks/waha`, { method: 'POST', headers, body });
}

describe('the webhook of WAHA', () => {
  it('takes nothing that is not signed with a key of ours', async () => {
    const event = { event: 'message.ack', payload: { id: 'true_1@c.us_REFUSED', ack: 2 } };
    expect((await post(event, 'another key')).status).toBe(401);
    expect((await fetch(`${work.url}/webhooks/waha`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(work.saidOf(WhatsappStatusReceived)).toEqual([]);
  });

  it('says an ack of the gateway as a status, once for both copies of its id', async () => {
    for (const id of ['true_628110000001@c.us_3EB0AA', 'true_77@lid_3EB0AA', 'true_77@lid_3EB0AA']) {
      expect((await post({ event: 'message.ack', payload: { id, ack: 2 } })).status).toBe(200);
    }
    const { data } = await work.bench.heard(WhatsappStatusReceived, () => true);
    expect(data).toMatchObject({ status: 'delivered', providerRef: providerRef('3EB0AA') });
    expect(work.saidOf(WhatsappStatusReceived)).toHaveLength(1);
  });

  it('answers a citizen', async () => {
    const payload = { id: 'false_x_3EB0BB', timestamp: 1_795_000_000, from: `${aPhone()}@c.us`, body: 'halo' };
    expect((await post({ event: 'message', session: 'default', payload })).status).toBe(200);
    await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'greeting', 60_000);
  }, 90_000);

  it('takes a whole request, as the Cloud API would: questions and answers, two photos from its own files, the file submitted', async () => {
    const phone = aPhone();
    const { nik, familyCard } = someone();
    let second = 1_795_000_100;
    const says = async (payload: object) => {
      const id = `false_${phone}@c.us_${randomUUID().slice(0, 8)}`;
      const message = { id, timestamp: (second += 1), from: `${phone}@c.us`, ...payload };
      expect((await post({ event: 'message', session: 'default', payload: message })).status).toBe(200);
    };
    const heard = () => work.saidOf(ConversationReplied);
    const asks = async (body: string) => {
      const before = heard().length;
      await says({ body });
      return eventually(() => heard()[before], { what: `an answer to ${body.replaceAll(/\d/g, '0')}` });
    };
    expect(await asks('AJUKAN RUSAK')).toMatchObject({ messageKey: 'ask-particular', variables: { question: 'nik' } });
    await asks(nik);
    await asks(familyCard);
    await asks('Budi Santoso');
    // Menus are numbers here: the first office.
    expect((await asks('Binusan, Nunukan')).variables).toMatchObject({ question: 'office' });
    await asks('1');
    const { data } = await work.bench.heard(ApplicationDraft, ({ kind }) => kind === 'RUSAK');
    for (const caption of ['KTP rusak', 'KK']) {
      const path = `/api/files/default/${randomUUID()}.jpg`;
      files.set(path, aPhoto().bytes);
      await says({ body: caption, hasMedia: true, media: { url: wahaUrl + path, mimetype: 'image/jpeg' } });
    }
    await work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === data.applicationId);
    const kept = await work.bench.query<{ claimed_as: string }>(
      "select claimed_as from document where application_id = $1 and state = 'kept' order by 1",
      [data.applicationId],
    );
    expect(kept.map(({ claimed_as }) => claimed_as)).toEqual(['KK', 'KTP_LAMA']);
  }, 60_000);
});
