import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationCorrectionRequested,
  ApplicationDraft,
  ApplicationExpired,
  ApplicationSubmitted,
  ConversationReplied,
  DocumentsIncomplete,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

/** Opens a request from a sub-district. @returns its id and its conversation's */
async function opened(from: string, district: string, { nik, familyCard } = someone()) {
  const before = work.saidOf(ApplicationDraft).length;
  await work.say({ from, text: `#KTP#${nik}#${familyCard}#BUDI SANTOSO##${district}#HILANG` });
  const draft = await eventually(() => work.saidOf(ApplicationDraft)[before], { what: 'the draft' });
  const id = draft.applicationId;
  const { data } = await work.bench.heard(ConversationReplied, ({ applicationId }) => applicationId === id);
  return { id, conversationId: data.conversationId };
}

const reminders = (id: string) =>
  work.saidOf(ConversationReplied).filter((one) => one.messageKey === 'still-waiting' && one.applicationId === id);

async function timesOf(id: string) {
  const [row] = await work.bench.query<{ remind: number | null; expire: number | null; deadline: Date | null }>(
    `select round(extract(epoch from ask_again_at - now()) / 86400)::int as remind, deadline,
            round(extract(epoch from deadline - now()) / 86400)::int as expire from application where id = $1`,
    [id],
  );
  return row;
}

const pass = (id: string, what: 'ask_again_at' | 'deadline') =>
  work.bench.query(`update application set ${what} = now() - interval '1 second' where id = $1`, [id]);

describe('a citizen who falls silent', () => {
  it('has longer where people read their messages days later', async () => {
    expect(await timesOf((await opened(aPhone(), 'Nunukan')).id)).toMatchObject({ remind: 3, expire: 14 });
    const krayan = await opened(aPhone(), 'Krayan');
    expect(await timesOf(krayan.id)).toMatchObject({ remind: 7, expire: 30 });
  });

  it('is reminded once of what is missing and until when, then the request expires; a photo wakes it with its history', async () => {
    const from = aPhone();
    const { id } = await opened(from, 'Nunukan');
    const { deadline } = (await timesOf(id)) ?? {};
    await pass(id, 'ask_again_at');
    await eventually(() => reminders(id).length === 1, { what: 'the reminder' });
    expect(reminders(id)[0]?.variables).toMatchObject({
      missing: ['SURAT_KEHILANGAN', 'KK'],
      until: deadline?.toISOString(),
    });
    // Reminding is no word of the citizen: the deadline stands, and the next news is the end.
    expect(await timesOf(id)).toMatchObject({ remind: null, deadline });
    await pass(id, 'deadline');
    await work.bench.heard(ApplicationExpired, ({ applicationId }) => applicationId === id);
    expect(reminders(id)).toHaveLength(1);
    expect(await timesOf(id)).toMatchObject({ remind: null, expire: null });

    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()) } });
    const { data } = await work.bench.heard(ApplicationDraft, (one) => one.applicationId === id && one.sequence === 3);
    expect(data.state).toBe('draft');
    expect(await timesOf(id)).toMatchObject({ remind: 3, expire: 14 });
    const history = await work.bench.query<{ state: string }>(
      'select state from application_history where application_id = $1 order by sequence',
      [id],
    );
    expect(history.map(({ state }) => state)).toEqual(['draft', 'expired', 'draft']);
  }, 30_000);

  it('is reminded of what the correction asked for, also while a person answers', async () => {
    const from = aPhone();
    const { id, conversationId } = await opened(from, 'Nunukan');
    const photo = () => ({ from, image: { mediaId: work.graph.keep(aPhoto()) } });
    await work.say(photo(), photo());
    const submitted = await work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === id);
    await work.bench.say(DocumentsIncomplete, {
      applicationId: id,
      answers: submitted.data.sequence,
      findings: [{ document: 'KK', defect: 'blurred' }],
    });
    await work.bench.heard(ApplicationCorrectionRequested, ({ applicationId }) => applicationId === id);
    expect(await timesOf(id)).toMatchObject({ remind: 3, expire: 14 });
    await work.bench.query(
      "insert into handover (id, conversation_id, office, reason) values (gen_random_uuid(), $1, 'nunukan', 'asked')",
      [conversationId],
    );
    await pass(id, 'ask_again_at');
    await eventually(() => reminders(id).length === 1, { what: 'the reminder' });
    expect(reminders(id)[0]?.variables).toMatchObject({ missing: ['KK'] });
  }, 30_000);

  it('is not taken for silent while a photo of theirs is still with the gateway', async () => {
    const from = aPhone();
    const { id } = await opened(from, 'Nunukan');
    const late = work.graph.keep(aPhoto());
    const release = work.graph.holdBack(late);
    await work.say({ from, image: { mediaId: late } });
    await eventually(
      async () => (await work.bench.query('select 1 from document where application_id = $1', [id])).length === 1,
      { what: 'the announced photo' },
    );
    await pass(id, 'ask_again_at');
    await pass(id, 'deadline');
    // Another request falls due after this one: when it is reminded, this one was looked at.
    const other = await opened(aPhone(), 'Nunukan');
    await pass(other.id, 'ask_again_at');
    await eventually(() => reminders(other.id).length === 1, { what: 'the other reminder' });
    expect(reminders(id)).toEqual([]);
    expect(work.saidOf(ApplicationExpired).filter(({ applicationId }) => applicationId === id)).toEqual([]);
    release();
  }, 30_000);
});

describe('a citizen who leaves a form half filled in', () => {
  const asked = (conversationId: string) =>
    work.saidOf(ConversationReplied).filter((one) => one.conversationId === conversationId);

  it('is asked the open question once more, then the form is forgotten; both by the patience of the sub-district', async () => {
    const from = aPhone();
    const before = work.saidOf(ConversationReplied).length;
    await work.say({ from, text: 'AJUKAN RUSAK' });
    const { conversationId } = await eventually(() => work.saidOf(ConversationReplied)[before], {
      what: 'the first question',
    });
    expect(asked(conversationId)[0]).toMatchObject({ messageKey: 'ask-particular', variables: { question: 'nik' } });
    const formOf = async () => {
      const [row] = await work.bench.query<{ remind: number | null; expire: number }>(
        `select round(extract(epoch from remind_at - now()) / 86400)::int as remind,
                round(extract(epoch from deadline - now()) / 86400)::int as expire
           from request_form where conversation_id = $1`,
        [conversationId],
      );
      return row;
    };
    expect(await formOf()).toEqual({ remind: 3, expire: 14 });
    await work.bench.query("update request_form set remind_at = now() - interval '1 s' where conversation_id = $1", [
      conversationId,
    ]);
    await eventually(() => asked(conversationId).length === 2, { what: 'the reminder' });
    expect(asked(conversationId)[1]).toMatchObject({
      messageKey: 'ask-particular',
      variables: { question: 'nik', reminds: 'yes' },
    });
    expect(await formOf()).toEqual({ remind: null, expire: 14 });

    const { nik, familyCard } = someone();
    for (const text of [nik, familyCard, 'Budi Santoso', 'Long Bawan, Krayan']) {
      const heard = asked(conversationId).length;
      await work.say({ from, text });
      await eventually(() => asked(conversationId).length > heard, { what: 'the next question' });
    }
    expect(asked(conversationId).at(-1)?.variables).toMatchObject({ question: 'office' });
    expect(await formOf()).toEqual({ remind: 7, expire: 30 });
  }, 30_000);
});
