import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationDraft,
  ApplicationHandedOver,
  CardHandedOver,
  ConversationReplied,
  SurveyAnswered,
  SurveyAsked,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork({ SURVEY_AFTER_MINUTES: '0' });
}, 60_000);
afterAll(() => work.close(), 30_000);

/** A request by WhatsApp whose card lies ready. */
async function ready(from: string): Promise<{ id: string; conversationId: string }> {
  const { nik, familyCard } = someone();
  const before = work.saidOf(ApplicationDraft).length;
  await work.say({ from, text: `#KTP#${nik}#${familyCard}#BUDI SANTOSO##Nunukan#HILANG` });
  const { applicationId: id } = await eventually(() => work.saidOf(ApplicationDraft)[before], { what: 'the draft' });
  const { data } = await work.bench.heard(ConversationReplied, ({ applicationId }) => applicationId === id);
  await work.bench.query(
    "update application set state = 'ready_for_pickup', sequence = 7, chapter = 7, deadline = null, ask_again_at = null where id = $1",
    [id],
  );
  return { id, conversationId: data.conversationId };
}

async function handedOver(id: string): Promise<void> {
  const facts = { jobId: randomUUID(), applicationId: id, answers: 7, office: 'nunukan' };
  await work.bench.say(CardHandedOver, { ...facts, collectedBy: 'self', oldCardTaken: false });
  await work.bench.heard(ApplicationHandedOver, ({ applicationId }) => applicationId === id);
}

const repliesOf = (conversationId: string) =>
  work.saidOf(ConversationReplied).filter((one) => one.conversationId === conversationId);

/** Writes, and waits for the reply. */
async function replyTo(from: string, conversationId: string, text: string) {
  const before = repliesOf(conversationId).length;
  await work.say({ from, text });
  return eventually(() => repliesOf(conversationId)[before], { what: `the reply to ${text}` });
}

const about = (id: string) => (one: { applicationId: string }) => one.applicationId === id;

async function asked(from: string) {
  const { id, conversationId } = await ready(from);
  await handedOver(id);
  await work.bench.heard(SurveyAsked, about(id));
  return { id, conversationId };
}

describe('the survey', () => {
  it('is asked once after the hand-over, answered in one line, and never changes the service', async () => {
    const from = aPhone();
    const { id, conversationId } = await asked(from);
    expect(repliesOf(conversationId).at(-1)).toMatchObject({ messageKey: 'ask-survey', applicationId: id });

    const corrected = await replyTo(from, conversationId, '444345434');
    expect(corrected).toMatchObject({ messageKey: 'survey-problem', variables: { problem: 'marks' } });
    expect(await replyTo(from, conversationId, '4443443')).toMatchObject({ variables: { problem: 'count' } });
    expect(work.saidOf(SurveyAnswered).filter(about(id))).toEqual([]);

    expect(await replyTo(from, conversationId, '4 4 4 3 4 4 4 2 1')).toMatchObject({ messageKey: 'survey-thanks' });
    const said = work.saidOf(SurveyAnswered).filter(about(id));
    expect(said).toEqual([
      {
        ...{ applicationId: id, kind: 'HILANG', channel: 'whatsapp', district: '650302', office: 'nunukan' },
        answers: {
          ...{ PERSYARATAN: 4, PROSEDUR: 4, WAKTU: 4, BIAYA: 3, PRODUK: 4, KOMPETENSI: 4, PERILAKU: 4 },
          ...{ PENGADUAN: 2, SARANA: 1 },
        },
      },
    ]);

    // Another row changes nothing: the survey is closed.
    await replyTo(from, conversationId, '111111111');
    expect(work.saidOf(SurveyAnswered).filter(about(id))).toHaveLength(1);
    const [row] = await work.bench.query<{ state: string; sequence: number; whole: number }>(
      `select a.state, a.sequence, (select count(*)::int from jsonb_object_keys(s.answers)) as whole
         from application a join survey s on s.application_id = a.id where a.id = $1`,
      [id],
    );
    expect(row).toEqual({ state: 'handed_over', sequence: 8, whole: 9 });

    // The same fact again, and the next card of the same person within the season: nobody is asked twice.
    await work.bench.say(CardHandedOver, {
      ...{ jobId: randomUUID(), applicationId: id, answers: 7, office: 'nunukan' },
      ...{ collectedBy: 'self', oldCardTaken: false },
    });
    const second = await ready(from);
    await handedOver(second.id);
    const planned = await work.bench.query<{ application_id: string }>(
      'select application_id from survey where application_id = any($1)',
      [[id, second.id]],
    );
    expect(planned).toEqual([{ application_id: id }]);
    expect(work.saidOf(SurveyAsked).filter(about(id))).toHaveLength(1);
  }, 60_000);

  it('is answered question by question, in the official order, with what is said already left out', async () => {
    const from = aPhone();
    const { id, conversationId } = await asked(from);
    expect(await replyTo(from, conversationId, '3=1 8=4')).toMatchObject({
      messageKey: 'ask-survey-element',
      variables: { element: 'PERSYARATAN' },
    });
    expect(await replyTo(from, conversationId, 'SURVEI')).toMatchObject({ variables: { element: 'PERSYARATAN' } });
    const order = [];
    for (const number of [1, 2, 4, 5, 6, 7]) {
      const { variables } = await replyTo(from, conversationId, `${number}=4`);
      order.push(variables['element']);
    }
    expect(order).toEqual(['PROSEDUR', 'BIAYA', 'PRODUK', 'KOMPETENSI', 'PERILAKU', 'SARANA']);
    expect(await replyTo(from, conversationId, '9=4')).toMatchObject({ messageKey: 'survey-thanks' });
    expect(work.saidOf(SurveyAnswered).filter(about(id))[0]?.answers).toMatchObject({
      WAKTU: 1,
      PENGADUAN: 4,
      SARANA: 4,
    });
  }, 60_000);

  it('leaves other words to the conversation, and asks nobody while a person answers', async () => {
    const from = aPhone();
    const { conversationId } = await asked(from);
    expect(await replyTo(from, conversationId, 'ktp hilang syaratnya apa')).toMatchObject({
      messageKey: 'requirements',
    });

    const other = aPhone();
    const talking = await ready(other);
    await replyTo(other, talking.conversationId, 'PETUGAS');
    await handedOver(talking.id);
    const [planned] = await work.bench.query<{ n: number }>(
      'select count(*)::int as n from survey where application_id = $1 and asked_at is null',
      [talking.id],
    );
    expect(planned?.n).toBe(1);
    await replyTo(other, talking.conversationId, 'MENU');
    await work.bench.heard(SurveyAsked, about(talking.id));
  }, 60_000);
});
