import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationReadyToPrint,
  ApplicationSubmitted,
  ConversationReplied,
  DocumentsComplete,
  RecordPrintReady,
  RegisterNotRecorded,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, requestLine } from './intake-at-work.js';

// The rules of the field as a citizen meets them. docs/rules.md says where each of them is proved.

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

let serial = 9_000;
const serialOf = () => String((serial += 1));
const familyCard = () => `650399050615${serialOf()}`;
const line = (nik: string, { card = familyCard(), name = 'BUDI SANTOSO', kind = 'HILANG' } = {}) =>
  `#KTP#${nik}#${card}#${name}#Nunukan Timur#Nunukan#${kind}`;

/** Somebody new writes this. @returns the answer */
async function answerTo(text: string, from = aPhone()) {
  const before = work.saidOf(ConversationReplied).length;
  await work.say({ from, text });
  return eventually(() => work.saidOf(ConversationReplied)[before], { what: 'an answer', withinMs: 45_000 });
}

const looked = () => ({ way: 'primary' as const, checkedAt: new Date().toISOString() });

/** A request whose file is complete; the register is being asked. */
async function checking(kind: 'HILANG' | 'BARU_WNI', photos: number) {
  const from = aPhone();
  const { applicationId = '' } = await answerTo(
    line(`650399120190${serialOf()}`, { kind: kind === 'BARU_WNI' ? 'PEMULA' : kind }),
    from,
  );
  await work.say(...Array.from({ length: photos }, () => ({ from, image: { mediaId: work.graph.keep(aPhoto()) } })));
  const mine = (said: { applicationId: string }) => said.applicationId === applicationId;
  const submitted = await work.bench.heard(ApplicationSubmitted, mine);
  await work.bench.say(DocumentsComplete, { applicationId, answers: submitted.data.sequence });
  const { data } = await work.bench.heard(ApplicationCheckingRegister, mine);
  return { applicationId, answers: data.sequence, mine, from };
}

describe('1: a NIK', () => {
  const good: [string, () => string][] = [
    ['of a woman', () => `650399410290${serialOf()}`],
    ['of 29 February in a leap year', () => `650399290200${serialOf()}`],
    ['of somebody born in 2005', () => `650399010105${serialOf()}`],
    ['of the old region', () => `640599450885${serialOf()}`],
    // Composed here, so that it stands in no file and no output.
    ['of Krayan Timur', () => ['6503', 18, '010190', serialOf()].join('')],
  ];
  it.each(good)('%s is taken', async (_, nik) => {
    expect((await answerTo(line(nik()))).messageKey).toBe('draft-opened');
  });

  it.each([
    ['with serial 0000', () => '6503990101900000', /0000|urut/],
    ['of 29 February in another year', () => `650399290201${serialOf()}`, /tanggal/i],
  ])('%s is refused with its reason', async (_, nik, reason) => {
    const { messageKey, variables } = await answerTo(line(nik()));
    expect(messageKey).toBe('format-problem');
    expect(JSON.stringify(variables)).toMatch(reason);
    expect(JSON.stringify(variables)).not.toMatch(/\d{16}/);
  });

  it('that is the number of the family card, or in its place, is asked for again and never swapped', async () => {
    const card = familyCard();
    const same = await answerTo(line(card, { card }));
    expect(same.variables).toMatchObject({
      question: 'nik',
      problems: [expect.stringContaining('tidak mungkin sama')],
    });
    const exchanged = await answerTo(line(familyCard(), { card: `650399410290${serialOf()}` }));
    expect(exchanged.messageKey).toBe('format-problem');
    expect(JSON.stringify(exchanged.variables)).toContain('tampaknya NIK, bukan nomor KK');
  });
});

describe('2: a name', () => {
  it.each([
    ['of one word is taken from who has it already', 'SUTARJO', 'draft-opened'],
    ['with a degree is taken', 'Siti Aminah S.Kom', 'draft-opened'],
    ['of 60 letters is taken', `${'A'.repeat(30)} ${'B'.repeat(29)}`, 'draft-opened'],
    ['of 61 letters is refused', `${'A'.repeat(30)} ${'B'.repeat(30)}`, 'format-problem'],
  ])('%s', async (_, name, key) => {
    expect((await answerTo(line(`650399120190${serialOf()}`, { name }))).messageKey).toBe(key);
  });
});

describe('4: a first card by WhatsApp', () => {
  it('waits for its recording in person, and nothing is printed before the record is print-ready', async () => {
    const { applicationId, answers, mine } = await checking('BARU_WNI', 1);
    await work.bench.say(RegisterNotRecorded, { applicationId, answers, cause: 'recording', ...looked() });
    const waiting = await work.bench.heard(ApplicationAwaitingRecording, mine);
    expect(waiting.data.cause).toBe('recording');
    expect(work.saidOf(ApplicationReadyToPrint).filter(mine)).toEqual([]);
    await work.bench.say(RecordPrintReady, { applicationId, answers: waiting.data.sequence });
    await work.bench.heard(ApplicationReadyToPrint, mine);
  }, 75_000);
});

describe('5: twenty days at the centre', () => {
  it('are no delay of the office, stand in the gross time, and nobody is asked to record again', async () => {
    const { applicationId, answers, mine, from } = await checking('HILANG', 2);
    await work.bench.say(RegisterNotRecorded, { applicationId, answers, cause: 'deduplication', ...looked() });
    await work.bench.heard(ApplicationAwaitingRecording, mine);
    const back = "- interval '20 days'";
    await work.bench.query(`update application set complete_since = complete_since ${back} where id = $1`, [
      applicationId,
    ]);
    await work.bench.query(`update hold set started_at = started_at ${back} where application_id = $1`, [
      applicationId,
    ]);
    const token = await work.bench.clerkToken(['head']);
    const answer = await work.ask(`/applications/${applicationId}`, { token });
    const { serviceTime, holds } = (await answer.json()) as {
      serviceTime: { grossMinutes: number; netMinutes: number };
      holds: { cause: string }[];
    };
    expect(holds.map(({ cause }) => cause)).toEqual(['deduplication']);
    // Twenty days hold at least twelve working days of seven and a half hours, whatever the season.
    expect(serviceTime.grossMinutes).toBeGreaterThan(12 * 6 * 60);
    expect(serviceTime.netMinutes).toBeLessThanOrEqual(1);
    const { messageKey, variables } = await answerTo('cek status', from);
    expect(messageKey).toBe('status-report');
    expect(JSON.stringify(variables)).not.toMatch(/datang|rekam ulang di/i);
  }, 75_000);
});

describe('9: the state of a request', () => {
  it('is told to the phone that opened it, and to no other, whatever number it knows', async () => {
    const from = aPhone();
    const nik = `650399120190${serialOf()}`;
    const opened = await answerTo(line(nik), from);
    const ticket = String(opened.variables['ticket']);
    expect(JSON.stringify(await answerTo('cek status', from))).toContain(ticket);
    for (const text of [`cek status ${nik}`, `cek status ${ticket}`, `#CEK#KTP#${nik}`, `status ktp nik ${nik}`]) {
      const answer = await answerTo(text);
      expect(JSON.stringify({ ...answer.variables, key: answer.messageKey })).not.toContain(ticket);
      expect(answer.messageKey).not.toBe('status-report');
    }
  }, 75_000);

  it('stays unknown to whoever asks for the same card of the same person', async () => {
    const nik = `650399120190${serialOf()}`;
    await answerTo(line(nik));
    const other = await answerTo(requestLine('HILANG', { nik, familyCard: familyCard() }));
    expect(other.messageKey).toBe('already-open');
    expect(JSON.stringify(other.variables)).not.toMatch(/\d{16}|BUDI/);
  });
});
