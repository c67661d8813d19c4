import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationDraft, ConversationContacted, ConversationReplied, WhatsappStatusReceived } from '#contracts';
import { eventually } from '#testing';
import { providerRef } from '#whatsapp';
import {
  aPhone,
  aWamid,
  type IntakeAtWork,
  intakeAtWork,
  requestLine,
  verifyToken,
  webhook,
  wireMessage,
} from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

const count = async (table: string) => {
  const [row] = await work.bench.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return row?.n;
};

describe('the webhook', () => {
  it('answers the handshake with the challenge as plain text, and nobody else', async () => {
    const right = await work.ask(
      `/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=%3Cb%3E42&hub.verify_token=${encodeURIComponent(verifyToken)}`,
    );
    expect(right.status).toBe(200);
    expect(right.headers.get('content-type')).toContain('text/plain');
    expect(await right.text()).toBe('<b>42');
    const wrong = await work.ask('/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=42&hub.verify_token=guess');
    expect(wrong.status).toBe(403);
    expect((await work.ask('/webhooks/whatsapp')).status).toBe(403);
  });

  it('refuses a wrong, missing or malformed signature and stores nothing', async () => {
    const before = await count('webhook_post');
    const body = webhook([wireMessage({ text: 'halo' })]);
    const other = createHmac('sha256', 'another secret').update(JSON.stringify(body)).digest('hex');
    for (const signature of [null, '', 'sha256=00', `sha256=${other}`, `sha1=${other}`]) {
      const answer = await work.post(body, signature);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'bad-signature' });
    }
    expect(await count('webhook_post')).toBe(before);
  });

  it('answers 413 to a body over 4 MB and 200 to one of 3 MB', async () => {
    const large = (bytes: number) => Buffer.from(JSON.stringify({ object: 'x', fill: 'a'.repeat(bytes) }));
    expect((await work.post(large(4 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await work.post(large(3 * 1024 * 1024))).status).toBe(200);
  });

  it.each([
    [
      'an unknown message type',
      webhook([{ from: aPhone(), id: aWamid(), timestamp: '1749416383', type: 'hologram', hologram: {} }]),
    ],
    [
      'a group message',
      webhook([{ from: aPhone(), id: aWamid(), timestamp: '1', type: 'text', group_id: 'g', text: { body: 'x' } }]),
    ],
    ['a message without an id', webhook([{ from: aPhone(), type: 'text', text: { body: 'x' } }])],
    [
      'a NUL in an id',
      webhook(
        [],
        [{ id: 'wamid.\u0000x', status: 'sent', timestamp: '1', recipient_id: '62811', errors: [{ code: 1.5 }] }],
      ),
    ],
    [
      'an unknown field',
      { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'weather', value: { a: 1 } }] }] },
    ],
    ['another object', { object: 'page', entry: [] }],
    ['no JSON', Buffer.from('\u00ff\u0000{')],
    ['nothing', Buffer.alloc(0)],
  ])('stores %s and answers 200', async (_, body) => {
    const before = (await count('webhook_post')) ?? 0;
    expect((await work.post(body)).status).toBe(200);
    expect(await count('webhook_post')).toBe(before + 1);
  });

  it('answers 503 while it cannot store, so that the gateway delivers again', async () => {
    const body = webhook([wireMessage({ text: 'halo' })]);
    await work.bench.query('alter table webhook_message rename to webhook_message_gone');
    const answer = await work.post(body);
    await work.bench.query('alter table webhook_message_gone rename to webhook_message');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'not-stored' });
    expect((await work.post(body)).status).toBe(200);
    await nothingWaits();
  });

  it('gives one effect to the same post, however often and however parallel', async () => {
    const from = aPhone();
    const body = webhook([wireMessage({ from, text: requestLine() }), wireMessage({ from, text: 'terima kasih' })]);
    await nothingWaits();
    const outcomes = (await count('message_outcome')) ?? 0;
    const replies = work.saidOf(ConversationReplied).length;
    const answers = await Promise.all(Array.from({ length: 12 }, () => work.post(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
    await nothingWaits();
    expect((await work.post(body)).status).toBe(200);
    await nothingWaits();
    expect(await count('message_outcome')).toBe(outcomes + 2);
    expect(work.saidOf(ApplicationDraft)).toHaveLength(1);
    expect(
      work
        .saidOf(ConversationReplied)
        .slice(replies)
        .map(({ messageKey }) => messageKey)
        .sort(),
    ).toEqual(['closing-words', 'draft-opened']);
  });

  it('takes the same message twice in one post as one, and reads every entry and change', async () => {
    const from = aPhone();
    const message = wireMessage({ from, text: 'assalamualaikum' });
    const [one] = webhook([message, message]).entry;
    const [two] = webhook([wireMessage({ from, text: 'halo' })]).entry;
    const before = work.saidOf(ConversationContacted).length;
    expect((await work.post({ object: 'whatsapp_business_account', entry: [one, two] })).status).toBe(200);
    await eventually(() => work.saidOf(ConversationContacted).length === before + 2, { what: 'both messages' });
    await nothingWaits();
    const [conversation] = await work.bench.query<{ replies: number }>(
      'select replies from conversation order by created_at desc limit 1',
    );
    expect(conversation?.replies).toBe(2);
    expect(work.saidOf(ConversationContacted)).toHaveLength(before + 2);
  });

  it('hands statuses on, with our own id in them', async () => {
    const callback = '0198c0de-0000-7000-8000-0000000000e1';
    const status = {
      id: aWamid(),
      status: 'failed',
      timestamp: '1749416383',
      recipient_id: '62811',
      biz_opaque_callback_data: callback,
      errors: [{ code: 131026 }],
    };
    await work.post(webhook([], [status, { ...status, id: aWamid(), status: 'warning' }]));
    const { data } = await work.bench.heard(WhatsappStatusReceived, ({ messageId }) => messageId === callback);
    expect(data).toEqual({
      status: 'failed',
      providerRef: providerRef(status.id),
      messageId: callback,
      at: '2025-06-08T20:59:43.000Z',
      errorCode: 131026,
    });
  });

  it('meets a citizen without a phone number, and gives a number that changed hands to nobody else', async () => {
    const phone = aPhone();
    const text = 'halo';
    const conversations = async () =>
      work.bench.query<{ id: string; has_phone: boolean; has_scoped_id: boolean }>(
        `select id, phone_index is not null as has_phone, scoped_id_index is not null as has_scoped_id
           from conversation order by created_at desc, has_phone limit 2`,
      );
    await settled({ userId: 'ID.first1', text });
    expect((await conversations())[0]).toMatchObject({ has_phone: false, has_scoped_id: true });
    await settled({ userId: 'ID.first1', from: phone, text });
    const [first] = await conversations();
    expect(first).toMatchObject({ has_phone: true, has_scoped_id: true });
    await settled({ userId: 'ID.second2', from: phone, text });
    const rows = await conversations();
    expect(rows.find(({ id }) => id === first?.id)).toMatchObject({ has_phone: false, has_scoped_id: true });
    expect(rows.find(({ id }) => id !== first?.id)).toMatchObject({ has_phone: true, has_scoped_id: true });
  });

  it('keeps every message in clear nowhere and gives each exactly one outcome', async () => {
    await nothingWaits();
    const without = await work.bench.query(
      'select m.id from webhook_message m left join message_outcome o using (id) group by m.id having count(o.kind) <> 1',
    );
    expect(without).toEqual([]);
    // Not the post of 3 MB: among so many random letters any four letters may stand by chance.
    const rows = await work.bench.query(
      `select * from webhook_post, webhook_message, conversation
        where webhook_post.id = post_id and length(sealed_body) < 20000 limit 500`,
    );
    expect(JSON.stringify(rows)).not.toMatch(/62811\d{7}|BUDI|assalam/);
  });
});

/** Every stored message was handled, and everything said was published. */
async function nothingWaits() {
  await eventually(
    async () => {
      const [row] = await work.bench.query<{ n: number }>(
        `select (select count(*) from webhook_message m where not exists (select 1 from message_outcome o where o.id = m.id))::int
              + (select count(*) from outbox where published_at is null)::int as n`,
      );
      return row?.n === 0;
    },
    { what: 'an empty desk' },
  );
}

async function settled(said: Parameters<IntakeAtWork['say']>[0]) {
  await work.say({ ...said, ...(said.from ? {} : { from: '' }) });
  await nothingWaits();
}
