import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationWithdrawn, choiceId, ConversationReplied, StockOut, StockReplenished } from '#contracts';
import { eventually } from '#testing';
import { aPhone, type IntakeAtWork, intakeAtWork, requestLine } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

/** Says some texts, each after the reply to the one before, and gives the replies. */
async function conversation(from: string, ...texts: string[]) {
  const replies: { messageKey: string; variables: Record<string, unknown>; conversationId: string }[] = [];
  for (const text of texts) {
    const before = work.saidOf(ConversationReplied).length;
    await work.say({ from, text });
    replies.push(
      await eventually(async () => Promise.resolve(work.saidOf(ConversationReplied)[before] ?? false), {
        what: `a reply to ${text}`,
      }),
    );
  }
  return replies;
}

describe('what a citizen asks', () => {
  it('is asked for the kind where a number of the menu leaves it open', async () => {
    const from = aPhone();
    const [known, card, begun] = await conversation(from, '1', '2', 'AJUKAN RUSAK');
    expect([known?.messageKey, card?.messageKey]).toEqual(['which-requirements', 'which-reprint']);
    expect(begun).toMatchObject({ messageKey: 'ask-particular', variables: { begins: 'yes', kind: 'RUSAK' } });
  });

  it('is told what printing lacks, by its newest word', async () => {
    const shortage = { office: 'nunukan', item: 'blanks', cardsLeft: 0, workingDaysLeft: 0 } as const;
    const from = aPhone();
    const shortages = async () => (await conversation(from, 'blangko ada?'))[0]?.variables['lines'];
    expect(await shortages()).toEqual([]);
    await work.bench.say(StockOut, shortage);
    await eventually(async () => (await work.bench.query('select 1 from stock_seen', [])).length === 1, {
      what: 'the shortage is known',
    });
    expect(await shortages()).toEqual([expect.stringContaining('blangko HABIS')]);
    await work.bench.say(StockReplenished, { ...shortage, cardsLeft: 5_000, workingDaysLeft: 40 });
    await eventually(
      async () => (await work.bench.query("select 1 from stock_seen where level = 'enough'", [])).length === 1,
      { what: 'the end of the shortage is known' },
    );
    expect(await shortages()).toEqual([]);
  });

  it('is answered by its label, and the second wish is named', async () => {
    const [fee, lost] = await conversation(
      aPhone(),
      'bikin ktp bayar berapa pak?',
      'ktp hilang syaratnya apa, dan bayar berapa?',
    );
    expect(fee).toMatchObject({ messageKey: 'fee', variables: {} });
    expect(lost).toMatchObject({
      messageKey: 'requirements',
      variables: { kind: 'HILANG', also: [expect.stringContaining('BIAYA')] },
    });
  });

  it('about hours names every counter, and no hour that the office has not confirmed', async () => {
    const [hours] = await conversation(aPhone(), 'jam berapa buka?');
    expect(hours?.messageKey).toBe('opening-hours');
    expect(String(hours?.variables['offices'])).toContain('tanyakan di loket');
  });

  it('brings a person after two misses in a row, and begins anew after a word that is understood', async () => {
    const keys = (
      await conversation(aPhone(), 'luk mepad kinayu', 'ngen iko dedan', 'berapa biaya ktp', 'luk mepad kinayu')
    ).map(({ messageKey }) => messageKey);
    expect(keys).toEqual(['greeting', 'not-understood-again', 'fee', 'greeting']);
  });

  it('withdraws nothing that was not said in so many words', async () => {
    const from = aPhone();
    const [opened, asked] = await conversation(from, requestLine(), 'kalau batal gimana caranya');
    expect([opened?.messageKey, asked?.messageKey]).toEqual(['draft-opened', 'confirm-withdrawal']);
    expect(work.saidOf(ApplicationWithdrawn)).toEqual([]);
    // A button stands for the words behind it, whatever is written on it.
    await work.say({ from, tapped: { id: choiceId('BATAL'), title: 'Ya, batalkan' } });
    await work.bench.heard(ApplicationWithdrawn, () => true);
  });
});
