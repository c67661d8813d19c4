import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConversationReplied, WhatsappIdentityChanged } from '#contracts';
import { eventually } from '#testing';
import { aPhone, aWamid, type IntakeAtWork, intakeAtWork, requestLine, webhook } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

const contact = async (path: string) => {
  const answer = await work.ask(`/internal/${path}/contact`, { token: await work.peerToken('notification') });
  return (await answer.json()) as { phone: string | null; conversationId: string | null };
};
const system = (from: string, type: string, about: object) => ({
  from,
  id: aWamid(),
  timestamp: String(Math.floor(Date.now() / 1000)),
  type: 'system',
  system: { body: 'the citizen has changed', type, ...about },
});

describe('a citizen who changes the number', () => {
  it('takes conversation and requests along; who gets the old number begins anew', async () => {
    const [old, now] = [aPhone(), aPhone()];
    await work.say({ from: old, text: requestLine() });
    const { data: opened } = await work.bench.heard(
      ConversationReplied,
      ({ messageKey }) => messageKey === 'draft-opened',
    );
    const { conversationId, applicationId = '' } = opened;
    expect(await contact(`applications/${applicationId}`)).toMatchObject({ phone: old, conversationId });

    const changed = webhook([system(old, 'user_changed_number', { wa_id: now })]);
    expect((await work.post(changed)).status).toBe(200);
    expect((await work.post(changed)).status).toBe(200);
    await work.bench.heard(WhatsappIdentityChanged, ({ change }) => change === 'number');
    await eventually(async () => (await contact(`conversations/${conversationId}`)).phone === now, {
      what: 'the move',
    });
    expect(await contact(`applications/${applicationId}`)).toMatchObject({ phone: now, conversationId });
    expect(work.saidOf(WhatsappIdentityChanged)).toHaveLength(1);

    // The old number, in other hands: no request of anybody is theirs.
    await work.say({ from: old, text: 'cek status' });
    const stranger = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'status-none');
    expect(stranger.data.conversationId).not.toBe(conversationId);
    await work.say({ from: now, text: 'cek status' });
    const own = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'status-report');
    expect(own.data.conversationId).toBe(conversationId);
  }, 30_000);

  it('to one that somebody else had takes it from them', async () => {
    const [old, now] = [aPhone(), aPhone()];
    await work.say({ from: now, text: requestLine() });
    const { data: before } = await work.bench.heard(
      ConversationReplied,
      (one) => one.messageKey === 'draft-opened' && work.saidOf(ConversationReplied).at(-1) !== undefined && isNew(one),
    );
    known.push(before.conversationId);
    await work.say({ from: old, text: requestLine() });
    const { data: mover } = await work.bench.heard(
      ConversationReplied,
      (one) => one.messageKey === 'draft-opened' && isNew(one),
    );
    await work.post(webhook([system(old, 'user_changed_number', { wa_id: now })]));
    await eventually(async () => (await contact(`conversations/${mover.conversationId}`)).phone === now, {
      what: 'the move',
    });
    expect((await contact(`conversations/${before.conversationId}`)).phone).toBeNull();
    expect((await contact(`applications/${before.applicationId}`)).phone).toBeNull();
  }, 30_000);

  const known: string[] = [];
  const isNew = ({ conversationId }: { conversationId: string }) =>
    !known.includes(conversationId) &&
    work.saidOf(ConversationReplied).filter((one) => one.conversationId === conversationId).length === 1;
});

describe('a citizen with a new device', () => {
  it('stays who they are', async () => {
    const from = aPhone();
    await work.say({ from, text: 'berapa biaya ktp' });
    const { data } = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'fee');
    await work.post(webhook([system(from, 'customer_identity_changed', { identity: 'abc' })]));
    await work.bench.heard(WhatsappIdentityChanged, ({ change }) => change === 'device');
    expect((await contact(`conversations/${data.conversationId}`)).phone).toBe(from);
  });
});
