import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  CardUncollected,
  ConversationContacted,
  MessageFailed,
  MessageQueued,
  MessageSent,
  PersonalDataErased,
} from '#contracts';
import { parseSealPublicKey, seal } from '#document-store';
import { createDataSource, UnitOfWork } from '#outbox';
import { eventually } from '#testing';
import { forgetWords } from '../src/delivery/forget-words.js';
import { NotificationBench, type Citizen } from './notification-bench.js';

let on: NotificationBench;
beforeAll(async () => {
  on = await NotificationBench.open();
}, 60_000);
afterAll(() => on.close(), 30_000);

const day = 24 * 3_600_000;

describe('an announcement', () => {
  it('is told once, in Indonesian, masked, with our id on it', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 5, 'pickup');
    const sent = await on.bench.heard(MessageSent, ({ about }) => about === citizen.applicationId);
    expect(sent.data.fact).toBe('application.ready-for-pickup');
    const arrived = on.graph.taken.find(({ to }) => to === citizen.phone);
    expect(arrived).toMatchObject({ messageId: sent.data.messageId, type: 'document' });
    expect(arrived?.text).toContain('siap diambil');
    const queued = await on.bench.heard(MessageQueued, ({ about }) => about === citizen.applicationId);
    // One chain: the announcement, the message, its sending.
    expect(sent.causationId).toBe(queued.id);
    expect(sent.correlationId).toBe(queued.correlationId);
  });

  it('said twice, in whatever envelope, is one message', async () => {
    const citizen = on.citizen();
    const id = await on.announce(citizen, 2);
    await on.announce(citizen, 2, 'submitted', id);
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'sent');
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'sent', 'sent');
    expect(on.graph.acceptedTexts(citizen.phone)).toHaveLength(2);
  });

  it('older than what was told is superseded, and never sent', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 4, 'ready');
    await on.stand(citizen.applicationId, 'sent');
    await on.announce(citizen, 3, 'checking');
    await on.stand(citizen.applicationId, 'sent', 'superseded');
    // Nothing waits for the gateway that will never go.
    expect(
      on.bench
        .allSaid()
        .filter(({ type, data }) => type === 'message.queued' && data['about'] === citizen.applicationId),
    ).toHaveLength(1);
    expect(on.graph.acceptedTexts(citizen.phone)).toHaveLength(1);
  });

  it('of a walk-in who left no number ends there', async () => {
    const citizen = on.citizen();
    on.people.set(citizen.applicationId, { phone: null, conversationId: null, lastInboundAt: null });
    await on.announce(citizen, 2);
    const failed = await on.bench.heard(MessageFailed, ({ about }) => about === citizen.applicationId);
    expect(failed.data.errorClass).toBe('no-contact');
    await on.stand(citizen.applicationId, 'no-contact');
  });

  it('of a request that intake does not know is parked', async () => {
    const applicationId = randomUUID();
    await on.announce({ applicationId }, 2);
    await eventually(() =>
      on.bench.parked().some(({ fields }) => fields.routingKey === 'notification.send-whatsapp-message'),
    );
    await on.stand(applicationId, 'failed');
  });

  it('waits while intake cannot be asked, and goes out when it can', async () => {
    const citizen = on.citizen();
    on.intakeIsAway = true;
    await on.announce(citizen, 2);
    await on.stand(citizen.applicationId, 'queued');
    on.intakeIsAway = false;
    await on.stand(citizen.applicationId, 'sent');
  });
});

describe('a card that nobody collects', () => {
  const remind = (citizen: Pick<Citizen, 'applicationId'>, reminder: number, jobId: string, id?: string) =>
    on.bench.say(
      CardUncollected,
      { ...CardUncollected.example, applicationId: citizen.applicationId, jobId, days: reminder * 14, reminder },
      id ? { id } : {},
    );

  it('brings its owner one friendly word each time it is said, with office and what to bring', async () => {
    const citizen = on.citizen();
    const jobId = randomUUID();
    await on.announce(citizen, 7, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    const id = await remind(citizen, 1, jobId);
    await on.stand(citizen.applicationId, 'sent', 'sent');
    await remind(citizen, 1, jobId, id);
    await remind(citizen, 1, jobId);
    await remind(citizen, 2, jobId);
    await on.stand(citizen.applicationId, 'sent', 'sent', 'sent');
    const [, first, second] = on.graph.acceptedTexts(citizen.phone);
    expect(first).toMatch(/Sekadar mengingatkan.+14 hari \*siap diambil\*/);
    expect(first).toContain('Kantor Contoh, Jalan Contoh 1');
    expect(first).toContain('Bawa: KK');
    expect(second).toContain('28 hari');
  });

  it('goes as its template where the citizen has not written for a day', async () => {
    const citizen = on.citizen(new Date(Date.now() - 14 * day));
    await on.announce(citizen, 7, 'pickup');
    await remind(citizen, 1, randomUUID());
    await on.stand(citizen.applicationId, 'sent', 'sent');
    const texts = on.graph.taken.filter(({ to }) => to === citizen.phone).map(({ text }) => text);
    expect(texts).toEqual(['ktp_siap_diambil', 'ktp_belum_diambil']);
  });

  it('is not spoken of once it was handed over', async () => {
    const citizen = on.citizen();
    await on.announce(citizen, 7, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    await on.announce(citizen, 8, 'handedOver');
    await on.stand(citizen.applicationId, 'sent', 'sent');
    await remind(citizen, 1, randomUUID());
    await on.stand(citizen.applicationId, 'sent', 'sent', 'superseded');
  });

  it('is reminded of in the daytime; the hand-over, or a later reminder, takes the place of one that waits', async () => {
    const atNight = await NotificationBench.open({}, { ALERT_QUIET_HOURS: '0-24' });
    try {
      const citizen = atNight.citizen();
      const said = (reminder: number) =>
        atNight.bench.say(CardUncollected, {
          ...CardUncollected.example,
          ...{ applicationId: citizen.applicationId, reminder },
        });
      await atNight.announce(citizen, 7, 'pickup');
      await atNight.stand(citizen.applicationId, 'sent');
      await said(1);
      await atNight.stand(citizen.applicationId, 'sent', 'queued');
      await said(2);
      await atNight.stand(citizen.applicationId, 'sent', 'superseded', 'queued');
      await atNight.announce(citizen, 8, 'handedOver');
      await atNight.stand(citizen.applicationId, 'sent', 'superseded', 'superseded', 'sent');
      const other = atNight.citizen();
      await atNight.announce(other, 7, 'pickup');
      await atNight.bench.say(CardUncollected, { ...CardUncollected.example, applicationId: other.applicationId });
      await atNight.stand(other.applicationId, 'sent', 'queued');
      await atNight.letPass('1 day');
      await atNight.stand(other.applicationId, 'sent', 'sent');
    } finally {
      await atNight.close();
    }
  }, 60_000);
});

describe('the 24-hour window', () => {
  it('shut: the mapped template goes out', async () => {
    const citizen = on.citizen(new Date(Date.now() - 1.2 * day));
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    expect(on.graph.taken.find(({ to }) => to === citizen.phone)).toMatchObject({
      type: 'template',
      text: 'ktp_siap_diambil',
    });
  });

  it('is opened by news of the citizen, and older news do not shut it', async () => {
    const citizen = on.citizen(new Date(Date.now() - 3 * day));
    const { conversationId } = citizen;
    await on.bench.say(ConversationContacted, { conversationId, at: new Date().toISOString() });
    await on.bench.say(ConversationContacted, { conversationId, at: new Date(Date.now() - 2 * day).toISOString() });
    await eventually(
      async () =>
        (await on.bench.query('select 1 from inbox where consumer = $1', ['notification.note-window'])).length >= 2,
    );
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    expect(on.graph.taken.find(({ to }) => to === citizen.phone)?.type).toBe('document');
  });

  it('shut in spite of what we knew: the template goes out once', async () => {
    const citizen = on.citizen();
    on.graph.behave = ({ text, to }) =>
      to === citizen.phone && !text.startsWith('ktp_') ? { do: 'refuse', status: 400, code: 131047 } : { do: 'accept' };
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    on.graph.behave = () => ({ do: 'accept' });
    expect(on.graph.taken.filter(({ to }) => to === citizen.phone).map(({ type }) => type)).toEqual([
      'document',
      'template',
    ]);
  });
});

describe('a message of a citizen', () => {
  const wrote = (citizen: Citizen, wamid: string, more: { isAnswered?: boolean; place?: string } = {}) => {
    const key = parseSealPublicKey(on.bench.environment['LOKET_SEAL_PUBLIC_KEY'] ?? '');
    const { conversationId } = citizen;
    return on.bench.say(ConversationContacted, {
      ...{ conversationId, at: new Date().toISOString(), isAnswered: more.isAnswered ?? true },
      sealedMessageId: seal(key, wamid, more.place ?? `conversation.contacted:${conversationId}`),
    });
  };

  it('is marked read, with a sign that an answer comes where one does', async () => {
    await wrote(on.citizen(), 'wamid.words');
    await wrote(on.citizen(), 'wamid.photo', { isAnswered: false });
    await eventually(() => on.graph.marks.length === 2);
    expect(on.graph.marks).toEqual(
      expect.arrayContaining([
        { id: 'wamid.words', typing: true },
        { id: 'wamid.photo', typing: false },
      ]),
    );
    // The gateway's id holds the number: it is kept nowhere.
    const rows = await on.bench.query<{ row: string }>('select o::text as row from inbox o');
    expect(JSON.stringify(rows)).not.toContain('wamid');
  });

  it('opens the window also where its mark fails', async () => {
    on.graph.silent = true;
    const citizen = on.citizen(new Date(0));
    await wrote(citizen, 'wamid.unmarked');
    const window = () =>
      on.bench.query('select 1 from conversation_window where conversation_id = $1', [citizen.conversationId]);
    await eventually(async () => (await window()).length === 1);
    on.graph.silent = false;
  });
});

describe('replies of a conversation', () => {
  it('leave in their sequence, however they come', async () => {
    const citizen = on.citizen();
    for (const sequence of [3, 1, 2]) await on.reply(citizen, sequence);
    await on.stand(citizen.conversationId, 'sent', 'sent', 'sent');
    expect(on.graph.acceptedTexts(citizen.phone).map((text) => /T-\d/.exec(text)?.[0])).toEqual(['T-1', 'T-2', 'T-3']);
  });

  it('wait for one that is missing, but not for ever', async () => {
    const citizen = on.citizen();
    await on.reply(citizen, 1);
    await on.reply(citizen, 3);
    await on.stand(citizen.conversationId, 'sent', 'queued');
    await on.stand(citizen.conversationId, 'sent', 'sent');
    await on.reply(citizen, 2);
    await on.stand(citizen.conversationId, 'sent', 'sent', 'sent');
  });

  it('and announcements of the same person never run side by side', async () => {
    const citizen = on.citizen();
    await on.reply(citizen, 1, { applicationId: citizen.applicationId });
    await on.stand(citizen.conversationId, 'sent');
    await Promise.all([on.announce(citizen, 2), on.reply(citizen, 2), on.reply(citizen, 3)]);
    await on.stand(citizen.applicationId, 'sent');
    await on.stand(citizen.conversationId, 'sent', 'sent', 'sent');
    const [row] = await on.bench.query<{ lanes: number }>(
      'select count(distinct lane)::int as lanes from outgoing where about = any($1)',
      [[citizen.applicationId, citizen.conversationId]],
    );
    expect(row?.lanes).toBe(1);
  });

  it('carry a clerk’s own words sealed, and store them sealed', async () => {
    const citizen = on.citizen();
    const words = 'Berkas sudah kami bantu periksa.';
    const key = parseSealPublicKey(on.bench.environment['LOKET_SEAL_PUBLIC_KEY'] ?? '');
    await on.reply(citizen, 1, {
      messageKey: 'free-text',
      variables: {},
      sealedText: seal(key, words, citizen.conversationId),
    });
    await on.stand(citizen.conversationId, 'sent');
    expect(on.graph.acceptedTexts(citizen.phone)).toEqual([words]);
    const rows = await on.bench.query<{ row: string }>('select o::text as row from outgoing o where about = $1', [
      citizen.conversationId,
    ]);
    expect(rows[0]?.row).not.toContain('bantu');
  });

  it('keep a clerk’s words until their time is over, or whose request it was is forgotten', async () => {
    const key = parseSealPublicKey(on.bench.environment['LOKET_SEAL_PUBLIC_KEY'] ?? '');
    const [old, about, fresh] = [on.citizen(), on.citizen(), on.citizen()];
    for (const citizen of [old, about, fresh]) {
      await on.reply(citizen, 1, {
        ...{ messageKey: 'free-text', variables: {}, applicationId: citizen.applicationId },
        sealedText: seal(key, 'Sudah kami periksa.', citizen.conversationId),
      });
      await on.stand(citizen.conversationId, 'sent');
    }
    const hasWords = async ({ conversationId }: Citizen) =>
      (await on.bench.query('select 1 from outgoing where about = $1 and sealed_text is not null', [conversationId]))
        .length > 0;
    await on.bench.query("update outgoing set created_at = now() - interval '91 days' where about = $1", [
      old.conversationId,
    ]);
    const dataSource = createDataSource({ url: on.bench.databaseUrl, applicationName: 'test' });
    await dataSource.initialize();
    await new UnitOfWork(dataSource, 'notification').run(forgetWords);
    await dataSource.destroy();
    const { applicationId } = about;
    await on.bench.say(PersonalDataErased, {
      applicationId,
      what: 'particulars' as const,
      because: 'retention' as const,
      files: 0,
    });
    await eventually(async () => !(await hasWords(about)), { what: 'the words of the erased request' });
    expect([await hasWords(old), await hasWords(fresh)]).toEqual([false, true]);
  });

  it('never carry a whole NIK or KK number out, whoever wrote it', async () => {
    const citizen = on.citizen();
    const key = parseSealPublicKey(on.bench.environment['LOKET_SEAL_PUBLIC_KEY'] ?? '');
    const words = 'NIK 6503991501900001 dan KK 6503 9915 0190 0002 sudah cocok.';
    await on.reply(citizen, 1, {
      ...{ messageKey: 'free-text', variables: {} },
      sealedText: seal(key, words, citizen.conversationId),
    });
    await on.stand(citizen.conversationId, 'sent');
    expect(on.graph.acceptedTexts(citizen.phone)).toEqual([
      'NIK 650399********** dan KK 650399********** sudah cocok.',
    ]);
  });

  it('of no message in the catalogue are parked', async () => {
    const citizen = on.citizen();
    await on.reply(citizen, 1, { messageKey: 'never-heard-of' });
    await eventually(() => on.bench.parked().some(({ fields }) => fields.routingKey === 'notification.answer-citizen'));
    expect(await on.messages(citizen.conversationId)).toEqual([]);
  });
});
