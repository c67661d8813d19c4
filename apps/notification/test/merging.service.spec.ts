import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ConversationContacted } from '#contracts';
import { eventually } from '#testing';
import { NotificationBench, type Citizen } from './notification-bench.js';

const mergeMs = 700;
describe('a burst of steps', () => {
  const mergeMs = 3_000;
  let on: NotificationBench;
  beforeAll(async () => {
    on = await NotificationBench.open({ mergeMs });
  }, 60_000);
  afterAll(() => on.close(), 30_000);

  it('is one message after the first: the newest', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'sent', 'queued');
    await on.announce(citizen, 4, 'ready');
    await on.stand(citizen.applicationId, 'sent', 'superseded', 'queued');
    await on.announce(citizen, 5, 'printing');
    await on.stand(citizen.applicationId, 'sent', 'superseded', 'superseded', 'sent');
    const [first, second] = on.graph.taken.filter(({ to }) => to === citizen.phone);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(mergeMs * 0.8);
  });

  it('does not keep back what the citizen must know at once, nor a reply', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    await on.reply(citizen, 1, { applicationId: citizen.applicationId });
    await on.announce(citizen, 3, 'checking');
    await on.reply(citizen, 2, { applicationId: citizen.applicationId });
    await on.stand(citizen.conversationId, 'sent', 'sent');
    await on.stand(citizen.applicationId, 'sent', 'queued');
    await on.announce(citizen, 4, 'pickup');
    await on.stand(citizen.applicationId, 'sent', 'superseded', 'sent');
    expect(on.graph.acceptedTexts(citizen.phone).at(-1)).toContain('siap diambil');
  });

  it('is merged in whatever order it comes', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    await on.announce(citizen, 4, 'ready');
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'sent', 'sent', 'superseded');
  });
});

describe('a wait for the network', () => {
  let on: NotificationBench;
  afterEach(() => on.close(), 30_000);

  it('is told at once, while a step would be kept back', async () => {
    on = await NotificationBench.open({ mergeMs: 60_000 });
    const citizen = on.citizen();
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'sent', 'queued');
    await on.announce(citizen, 4, 'delayed');
    await on.stand(citizen.applicationId, 'sent', 'queued', 'sent');
    expect(on.graph.acceptedTexts(citizen.phone).map(meaning).at(-1)).toBe('delayed');
  }, 60_000);

  it('that flaps is told once; that it is over is told once', async () => {
    on = await NotificationBench.open({ mergeMs: 3_000 });
    const citizen = on.citizen();
    await on.announce(citizen, 2, 'checking');
    await on.stand(citizen.applicationId, 'sent');
    for (let sequence = 3; sequence < 9; sequence += 2) {
      await on.announce(citizen, sequence, 'delayed');
      await on.announce(citizen, sequence + 1, 'resumed');
    }
    await on.announce(citizen, 9, 'delayed');
    await eventually(async () => {
      const states = (await on.messages(citizen.applicationId)).map(({ state }) => state);
      return states.length === 8 && states.filter((state) => state === 'sent').length === 2;
    });
    // Told that it waits: that it goes on, waits and goes on within a moment is one word.
    await on.announce(citizen, 10, 'resumed');
    await on.announce(citizen, 11, 'delayed');
    await on.announce(citizen, 12, 'resumed');
    await eventually(() => on.graph.acceptedTexts(citizen.phone).length === 3);
    expect(on.graph.acceptedTexts(citizen.phone).map(meaning)).toEqual(['complete', 'delayed', 'resumed']);
  }, 60_000);

  it('whose end overtakes its beginning is told neither way', async () => {
    on = await NotificationBench.open({ mergeMs });
    const citizen = on.citizen();
    await on.announce(citizen, 4, 'resumed');
    await on.announce(citizen, 3, 'delayed');
    await on.stand(citizen.applicationId, 'superseded', 'superseded');
    expect(on.graph.acceptedTexts(citizen.phone)).toEqual([]);
  }, 60_000);
});

describe('the rates', () => {
  let on: NotificationBench;
  afterEach(() => on.close(), 30_000);

  it('to one person: a burst, then one message in its time; others are not kept waiting', async () => {
    on = await NotificationBench.open({ pairEveryMs: 400, pairBurst: 3 });
    const [busy, other] = [on.citizen(), on.citizen()];
    const began = performance.now();
    for (let sequence = 1; sequence <= 6; sequence += 1) await on.reply(busy, sequence);
    await on.reply(other, 1);
    await on.stand(other.conversationId, 'sent');
    await on.stand(busy.conversationId, ...Array.from({ length: 6 }, () => 'sent'));
    const times = on.graph.taken.filter(({ to }) => to === busy.phone).map(({ at }) => at);
    // Never more than its burst and one for each 400 ms; counted from before the first, which a busy machine may hold up.
    for (const [place, at] of times.entries()) expect(place + 1).toBeLessThanOrEqual(3 + (at - began) / 400 + 0.05);
    expect(times).toHaveLength(6);
  }, 60_000);

  it('of all: what comes in and what goes out share the number’s limit', async () => {
    on = await NotificationBench.open({}, { WHATSAPP_MESSAGES_PER_SECOND: '20' });
    const writes = async (n: number) => {
      for (let time = 0; time < n; time += 1) {
        const { conversationId } = on.citizen();
        await on.bench.say(ConversationContacted, { conversationId, at: new Date().toISOString() });
      }
      await eventually(async () => (await on.bench.query('select 1 from conversation_window')).length >= n);
    };
    const took = async (n: number) => {
      const citizens: Citizen[] = Array.from({ length: n }, () => on.citizen());
      const begin = performance.now();
      for (const citizen of citizens) await on.announce(citizen, 2);
      for (const citizen of citizens) await on.stand(citizen.applicationId, 'sent');
      return performance.now() - begin;
    };
    await took(20);
    const times = on.graph.taken.map(({ at }) => at);
    // Never more than the limit in any one second.
    for (const at of times) expect(times.filter((one) => one >= at && one < at + 1_000).length).toBeLessThanOrEqual(21);
    const begin = performance.now();
    await writes(60);
    const spentMs = performance.now() - begin;
    const sentBefore = on.graph.taken.length;
    const tookMs = await took(2);
    expect(on.graph.taken).toHaveLength(sentBefore + 2);
    // 60 came in: the debt of a second is paid before anything goes out, unless it took as long to say them.
    expect(tookMs + spentMs).toBeGreaterThan(1_000);
  }, 60_000);
});

function meaning(text: string): string {
  const words: readonly [RegExp, string][] = [
    [/dilanjutkan\. Sebelumnya tertunda/, 'resumed'],
    [/tertunda sejak/, 'delayed'],
    [/sudah lengkap/, 'complete'],
    [/antre/, 'printing soon'],
  ];
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}
