import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationDraft, ConversationReplied, ConversationSourceNamed } from '#contracts';
import { eventually } from '#testing';
import { aPhone, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

const repliesOf = (conversationId: string) =>
  work.saidOf(ConversationReplied).filter((one) => one.conversationId === conversationId);

/** Writes as somebody new. @returns their conversation, and the first reply */
async function first(from: string, text: string) {
  const before = work.saidOf(ConversationReplied).length;
  await work.say({ from, text });
  return eventually(() => work.saidOf(ConversationReplied)[before], { what: `the reply to ${text}` });
}

async function next(from: string, conversationId: string, text: string) {
  const before = repliesOf(conversationId).length;
  await work.say({ from, text });
  return eventually(() => repliesOf(conversationId)[before], { what: `the reply to ${text}` });
}

describe('a link of the office', () => {
  it('says by its word what brought somebody: said once, and again with their request; the text is read without it', async () => {
    const from = aPhone();
    const { conversationId, messageKey, variables } = await first(from, 'syarat ktp hilang (info: krayan-selatan)');
    expect({ messageKey, kind: variables['kind'] }).toEqual({ messageKey: 'requirements', kind: 'HILANG' });
    await next(from, conversationId, 'halo (info: instagram)');
    expect(work.saidOf(ConversationSourceNamed)).toEqual([{ conversationId, source: 'krayan-selatan' }]);

    const { nik, familyCard } = someone();
    await work.say({ from, text: `#KTP#${nik}#${familyCard}#BUDI SANTOSO##Nunukan#HILANG` });
    const draft = await eventually(() => work.saidOf(ApplicationDraft)[0], { what: 'the draft' });
    expect(draft).toMatchObject({ district: '650302', source: 'krayan-selatan' });
  }, 60_000);

  it('is not needed: who comes by themselves has no word', async () => {
    const before = work.saidOf(ApplicationDraft).length;
    const { nik, familyCard } = someone();
    await work.say({ from: aPhone(), text: `#KTP#${nik}#${familyCard}#BUDI SANTOSO##Nunukan#HILANG` });
    const draft = await eventually(() => work.saidOf(ApplicationDraft)[before], { what: 'the draft' });
    expect(draft).not.toHaveProperty('source');
  }, 60_000);
});

describe('news to village officers', () => {
  it('go once to who asked for them, and to nobody who left; not twice a week', async () => {
    const [joined, left, stranger] = [aPhone(), aPhone(), aPhone()];
    const one = await first(joined, 'DAFTAR PERANGKAT');
    expect(one.messageKey).toBe('bulletins-joined');
    const two = await first(left, 'daftar perangkat desa');
    expect((await next(left, two.conversationId, 'BERHENTI KABAR')).messageKey).toBe('bulletins-left');
    const other = await first(stranger, 'halo');

    const token = await work.bench.clerkToken(['head']);
    const issue = () => work.ask('/bulletins', { method: 'POST', token });
    expect(
      (await work.ask('/bulletins', { method: 'POST', token: await work.bench.clerkToken(['clerk']) })).status,
    ).toBe(403);
    const issued = await issue();
    expect([issued.status, await issued.json()]).toEqual([201, { number: 1, recipients: 1 }]);
    await eventually(() => repliesOf(one.conversationId).some(({ messageKey }) => messageKey === 'village-bulletin'), {
      what: 'the news',
    });
    const again = await issue();
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'bulletin-too-soon']);
    expect(await (await work.ask('/bulletins', { token })).json()).toMatchObject({
      recipients: 1,
      last: { number: 1, sentTo: 1 },
    });
    const news = work.saidOf(ConversationReplied).filter(({ messageKey }) => messageKey === 'village-bulletin');
    expect(news.map(({ conversationId }) => conversationId)).toEqual([one.conversationId]);
    expect(repliesOf(other.conversationId)).toHaveLength(1);
  }, 60_000);
});
