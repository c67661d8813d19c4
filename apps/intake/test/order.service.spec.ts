import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConversationReplied } from '#contracts';
import { eventually } from '#testing';
import { array, integer, record, sample, shuffledSubarray } from 'fast-check';
import { aPhone, type IntakeAtWork, intakeAtWork, webhook, wireMessage } from './intake-at-work.js';

const isLong = process.env['LOKET_LONG'] !== undefined;
const rounds = isLong ? 200 : 15;
const seed = Number(process.env['LOKET_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

/** Questions and the reply that each must get: every one another, so that the order of the replies tells that of the questions. */
const questions = [
  ['berapa biaya ktp', 'fee'],
  ['jam berapa buka?', 'opening-hours'],
  ['stok blangko ada?', 'blank-stock'],
  ['cek status', 'status-none'],
  ['siapa yang boleh ambil ktp', 'pickup-rules'],
  ['apa itu IKD', 'digital-identity'],
] as const;

/** What some citizens type at once, and how their messages are cut into posts. */
const burst = record({
  people: array(shuffledSubarray([...questions.keys()], { minLength: 2 }), { minLength: 3, maxLength: 8 }),
  cuts: array(integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
});

describe('the replies to one citizen', () => {
  it(`keep the order of the questions, over ${rounds} bursts of many citizens`, async () => {
    let questionsAsked = 0;
    for (const { people, cuts } of sample(burst, { numRuns: rounds, seed })) {
      const before = work.saidOf(ConversationReplied).length;
      const expected = people.map((asked) => asked.map((index) => questions[index]?.[1] ?? ''));
      // Everybody at once; each one's own posts one after another, as a gateway delivers them, some with several messages.
      await Promise.all(
        people.map(async (asked) => {
          const from = aPhone();
          let next = 0;
          for (const size of cuts) {
            const part = asked.slice(next, next + size);
            if (part.length === 0) break;
            next += size;
            const messages = part.map((index) => wireMessage({ from, text: questions[index]?.[0] ?? '' }));
            expect((await work.post(webhook(messages))).status).toBe(200);
          }
          expect(next).toBeGreaterThanOrEqual(asked.length);
        }),
      );
      const all = expected.flat().length;
      questionsAsked += all;
      const replies = await eventually(
        async () => {
          const said = work.saidOf(ConversationReplied).slice(before);
          return said.length >= all && said;
        },
        { what: `${all} replies` },
      );
      const byConversation = Map.groupBy(replies, ({ conversationId }) => conversationId);
      const given = [...byConversation.values()].map((mine) =>
        mine.toSorted((a, b) => a.sequence - b.sequence).map(({ messageKey }) => messageKey),
      );
      const sorted = (lists: readonly (readonly string[])[]) => lists.map((list) => list.join(' ')).toSorted();
      expect(sorted(given)).toEqual(sorted(expected));
    }
    process.stdout.write(
      `order of replies: seed ${seed}, ${rounds} bursts, ${questionsAsked} questions, none swapped\n`,
    );
    expect(work.bench.parked()).toEqual([]);
  }, 600_000);
});
