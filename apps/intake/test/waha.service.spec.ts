import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConversationReplied, WhatsappStatusReceived } from '#contracts';
import { providerRef } from '#whatsapp';
import { aPhone, type IntakeAtWork, intakeAtWork } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork({ WAHA_HMAC_KEY: 'the key before,the key of WAHA' });
}, 60_000);
afterAll(() => work.close(), 30_000);

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
});
