import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConversationHandedBack, ConversationHandedToClerk, ConversationReplied } from '#contracts';
import { parseSealPrivateKeys, unseal } from '#document-store';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
}, 60_000);
afterAll(() => work.close(), 30_000);

const repliesIn = (conversationId: string) =>
  work
    .saidOf(ConversationReplied)
    .filter((one) => one.conversationId === conversationId)
    .map(({ messageKey }) => messageKey);
const act = async (id: string, what: string, body?: unknown, token = clerk) =>
  (await work.ask(`/handovers/${id}/${what}`, { method: 'POST', token, ...(body === undefined ? {} : { body }) }))
    .status;
/** Waits until the message that was said last has been dealt with. */
const settled = (count: number, conversationId: string) =>
  eventually(
    async () => {
      const rows = await work.bench.query('select 1 from message_outcome where conversation_id = $1', [conversationId]);
      return rows.length === count;
    },
    { what: `${count} messages` },
  );

describe('a citizen who asks for a person', () => {
  it('has one after one message; the machine is silent until the person gives the conversation back', async () => {
    const from = aPhone();
    await work.say({ from, text: 'saya mau bicara dengan petugas' });
    const { data } = await work.bench.heard(ConversationHandedToClerk, ({ reason }) => reason === 'asked');
    const { conversationId, handoverId } = data;
    await work.bench.heard(ConversationReplied, (one) => one.conversationId === conversationId);
    expect(repliesIn(conversationId)).toEqual(['handed-to-clerk']);

    const said = [
      { text: 'BATAL' },
      { image: { mediaId: work.graph.keep(aPhoto()), caption: 'ini kk saya' } },
      { text: 'berapa biaya ktp' },
    ];
    for (const [index, one] of said.entries()) {
      await work.say({ from, ...one });
      await settled(index + 2, conversationId);
    }
    expect(repliesIn(conversationId)).toEqual(['handed-to-clerk']);

    const listed = (await (await work.ask('/handovers', { token: clerk })).json()) as {
      handovers: { handoverId: string; maskedPhone: string }[];
    };
    const mine = listed.handovers.find((one) => one.handoverId === handoverId);
    expect(mine?.maskedPhone).toContain('*');
    expect(await act(handoverId, 'claim')).toBe(200);
    const another = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-2');
    expect(await act(handoverId, 'answer', { words: 'Halo' }, another)).toBe(409);
    expect(await act(handoverId, 'answer', { words: 'Halo, ada yang bisa dibantu?' })).toBe(200);
    const answer = await work.bench.heard(
      ConversationReplied,
      (one) => one.conversationId === conversationId && one.messageKey === 'free-text',
    );
    const keys = parseSealPrivateKeys(work.bench.environment['LOKET_SEAL_PRIVATE_KEY'] ?? '');
    expect(unseal(keys, answer.data.sealedText ?? '', conversationId)).toBe('Halo, ada yang bisa dibantu?');

    const shown = (await (await work.ask(`/handovers/${handoverId}`, { token: clerk })).json()) as {
      transcript: { from: string; text: string | null; kind: string; clerk: string | null }[];
    };
    expect(shown.transcript.map(({ from: who, text, kind }) => [who, text, kind])).toEqual([
      ['citizen', 'saya mau bicara dengan petugas', 'text'],
      ['machine', null, 'handed-to-clerk'],
      ['citizen', 'BATAL', 'text'],
      ['citizen', 'ini kk saya', 'image'],
      ['citizen', 'berapa biaya ktp', 'text'],
      ['clerk', 'Halo, ada yang bisa dibantu?', 'free-text'],
    ]);

    expect(await act(handoverId, 'return')).toBe(200);
    await work.bench.heard(ConversationHandedBack, (one) => one.handoverId === handoverId && one.by === 'clerk');
    expect(await act(handoverId, 'answer', { words: 'lagi' })).toBe(409);
    await work.say({ from, text: 'berapa biaya ktp' });
    await work.bench.heard(
      ConversationReplied,
      (one) => one.conversationId === conversationId && one.messageKey === 'fee',
    );
    expect(repliesIn(conversationId)).toEqual(['handed-to-clerk', 'free-text', 'handed-back', 'fee']);
  }, 30_000);

  it('reads the whole transcript a page at a time, back in time', async () => {
    const from = aPhone();
    await work.say({ from, text: 'petugas' });
    const { data } = await work.bench.heard(ConversationHandedToClerk, (one) => one.reason === 'asked' && isOpen(one));
    for (let n = 1; n <= 5; n += 1) {
      await work.say({ from, text: `pesan ${n}` });
      await settled(n + 1, data.conversationId);
    }
    const texts: (string | null)[] = [];
    let cursor = '';
    do {
      const page = (await (
        await work.ask(`/handovers/${data.handoverId}?limit=2${cursor}`, { token: clerk })
      ).json()) as { transcript: { text: string | null; kind: string }[]; earlier: string | null };
      texts.unshift(...page.transcript.map(({ text, kind }) => text ?? kind));
      cursor = page.earlier ? `&cursor=${page.earlier}` : '';
    } while (cursor !== '');
    expect(texts).toEqual(['petugas', 'handed-to-clerk', 'pesan 1', 'pesan 2', 'pesan 3', 'pesan 4', 'pesan 5']);
  }, 30_000);

  const isOpen = ({ handoverId }: { handoverId: string }) =>
    !work.saidOf(ConversationHandedBack).some((one) => one.handoverId === handoverId);
});

describe('a conversation that was handed over', () => {
  it('goes back after a silence, and its citizen is told', async () => {
    const from = aPhone();
    const known = work.saidOf(ConversationHandedToClerk).map(({ handoverId }) => handoverId);
    await work.say({ from, text: 'tolong sambungkan ke petugas' });
    const { data } = await work.bench.heard(ConversationHandedToClerk, ({ handoverId }) => !known.includes(handoverId));
    await work.bench.query("update handover set last_word_at = now() - interval '13 hours' where id = $1", [
      data.handoverId,
    ]);
    await work.bench.heard(ConversationHandedBack, (one) => one.handoverId === data.handoverId && one.by === 'silence');
    await work.bench.heard(
      ConversationReplied,
      (one) => one.conversationId === data.conversationId && one.messageKey === 'handed-back',
    );
  }, 30_000);

  it('goes back by the word of its citizen; one that was only not understood, by any word that is understood', async () => {
    const from = aPhone();
    await work.say({ from, text: 'luk mepad kinayu' });
    await work.say({ from, text: 'ngen iko dedan' });
    const { data } = await work.bench.heard(ConversationHandedToClerk, ({ reason }) => reason === 'not-understood');
    const replied = (messageKey: string, after = 0) =>
      work.bench.heard(
        ConversationReplied,
        (one) => one.conversationId === data.conversationId && one.messageKey === messageKey && one.sequence > after,
      );
    await replied('not-understood-again');
    await work.say({ from, text: 'berapa biaya ktp' });
    await replied('fee');
    await work.say({ from, text: 'petugas' });
    const { sequence } = (await replied('handed-to-clerk')).data;
    await work.say({ from, text: 'berapa biaya ktp' });
    await settled(5, data.conversationId);
    await work.say({ from, text: 'Menu' });
    await replied('greeting', sequence);
    expect(repliesIn(data.conversationId).slice(-2)).toEqual(['handed-to-clerk', 'greeting']);
  }, 30_000);

  it('is for staff of its office only', async () => {
    const [row] = await work.bench.query<{ id: string }>('select id from handover limit 1');
    const krayan = await work.bench.clerkToken(['clerk'], 'krayan');
    expect((await work.ask(`/handovers/${row?.id}`, { token: krayan })).status).toBe(404);
    expect((await work.ask('/handovers')).status).toBe(401);
    expect((await work.ask('/handovers/me', { token: clerk })).status).toBe(404);
    expect(await act(row?.id ?? '', 'answer', { words: '' })).toBe(400);
  });
});
