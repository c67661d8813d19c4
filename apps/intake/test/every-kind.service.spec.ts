import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ServiceKind, serviceKinds } from '#civil-registry';
import {
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationDraft,
  ApplicationReadyToPrint,
  ApplicationSubmitted,
  ConversationReplied,
  DocumentsComplete,
  RecordPrintReady,
  RegisterConfirmed,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, requestLine, someone } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

/** How citizens begin. */
const wishes: Readonly<Record<ServiceKind, string>> = {
  HILANG: 'mau ajukan ktp hilang',
  RUSAK: 'AJUKAN RUSAK',
  UBAH_DATA: 'AJUKAN UBAH DATA',
  PINDAH_DALAM_NKRI: 'AJUKAN PINDAH DATANG',
  PINDAH_DARI_LN: 'AJUKAN PINDAH DARI LUAR NEGERI',
  PINDAH_WNA: 'AJUKAN PINDAH WNA',
  PERPANJANG_WNA: 'AJUKAN PERPANJANG WNA',
  LUAR_DOMISILI: 'AJUKAN LUAR DOMISILI',
  BARU_WNI: 'AJUKAN KTP BARU',
  BARU_WNA: 'AJUKAN KTP BARU WNA',
  GANTI_FOTO: 'AJUKAN GANTI FOTO',
};

interface Reply {
  readonly messageKey: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly applicationId?: string | undefined;
}

/** A conversation in which each message is answered before the next is written. */
function talk(from = aPhone()) {
  let conversationId: string | undefined;
  const replies = (): Reply[] =>
    work.saidOf(ConversationReplied).filter((reply) => reply.conversationId === conversationId);
  return {
    from,
    async says(text: string): Promise<Reply> {
      const known = new Set(work.saidOf(ConversationReplied).map((reply) => reply.conversationId));
      const before = replies().length;
      await work.say({ from, text });
      return eventually(
        () => {
          conversationId ??= work
            .saidOf(ConversationReplied)
            .find((reply) => !known.has(reply.conversationId))?.conversationId;
          return replies()[before];
        },
        { what: `a reply to ${text}` },
      );
    },
  };
}

/** Answers every question, as `answers` says, until something else is said. */
async function fillIn(chat: ReturnType<typeof talk>, first: Reply, answers: Partial<Record<string, string>> = {}) {
  const { nik, familyCard } = someone();
  const all: Readonly<Record<string, string>> = {
    'family-card-is-new': 'sudah',
    nik,
    'family-card': familyCard,
    name: 'Budi Santoso',
    place: 'Nunukan Timur, Nunukan',
    married: 'belum',
    office: '2',
    ...answers,
  };
  let reply = first;
  while (reply.messageKey === 'ask-particular' || reply.messageKey === 'ask-yes-or-no') {
    const question = String(reply.variables['question']);
    reply = await chat.says(all[question] ?? '?');
  }
  return reply;
}

describe('a request, step by step', () => {
  it.each(serviceKinds)(
    '%s is asked for, completed with its photos and submitted',
    async (kind) => {
      const chat = talk();
      const first = await chat.says(wishes[kind]);
      expect(first.variables).toMatchObject({ kind, begins: 'yes' });
      const opened = await fillIn(chat, first);
      expect(opened.messageKey).toBe('draft-opened');
      const applicationId = opened.applicationId ?? '';
      const missing = opened.variables['missing'] as string[];
      expect(missing.length).toBeGreaterThan(0);
      const photos = missing.map(() => ({ from: chat.from, image: { mediaId: work.graph.keep(aPhoto()) } }));
      for (const photo of photos) await work.say(photo);
      const { data } = await work.bench.heard(ApplicationSubmitted, (said) => said.applicationId === applicationId);
      expect(data).toMatchObject({ kind, channel: 'whatsapp', office: 'krayan' });
      expect(data.district).toBe(kind === 'LUAR_DOMISILI' ? 'unknown' : '650302');
    },
    60_000,
  );

  it('takes what a line says and asks only for the rest', async () => {
    const chat = talk();
    const { nik, familyCard } = someone();
    const asked = await chat.says(`#KTP#${nik}#${familyCard}#BUDI SANTOSO#HILANG`);
    expect(asked.variables).toMatchObject({ question: 'place', kind: 'HILANG' });
    expect((await fillIn(chat, asked)).messageKey).toBe('draft-opened');
  });

  it('collects at the nearest office for who writes it in one line, or where they say', async () => {
    const chat = talk();
    const opened = await chat.says(requestLine('RUSAK'));
    expect(String(opened.variables['office'])).toContain('Disdukcapil');
    expect(await chat.says('ambil di krayan saja')).toMatchObject({ messageKey: 'pickup-office-chosen' });
    const [row] = await work.bench.query<{ office: string }>('select office from application where id = $1', [
      opened.applicationId,
    ]);
    expect(row?.office).toBe('krayan');
  });

  it('goes back for a mistake, drops everything for who stops, and answers questions in between', async () => {
    const chat = talk();
    await chat.says(wishes.HILANG);
    expect((await chat.says(someone().nik)).variables).toMatchObject({ question: 'family-card' });
    expect((await chat.says('berapa biayanya?')).messageKey).toBe('fee');
    expect((await chat.says('salah')).variables).toMatchObject({ question: 'nik' });
    const wrong = await chat.says('1234567890');
    expect(wrong.variables).toMatchObject({ question: 'nik', problems: [expect.stringContaining('16 angka')] });
    expect((await chat.says('batal')).messageKey).toBe('form-dropped');
    const left = await work.bench.query('select 1 from request_form where sealed_form is null');
    expect(left).toEqual([]);
    expect((await chat.says(someone().nik)).messageKey).not.toBe('ask-particular');
  });

  it('keeps nothing readable of what is answered', async () => {
    const chat = talk();
    await chat.says(wishes.HILANG);
    const { nik } = someone();
    await chat.says(nik);
    const rows = await work.bench.query<{ sealed_form: string }>('select sealed_form from request_form');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(nik);
    expect(JSON.stringify(work.saidOf(ConversationReplied))).not.toMatch(/\d{16}/);
  });
});

describe('the rules of the kinds', () => {
  it('data change without a new family card goes to the family card first, and opens nothing', async () => {
    const chat = talk();
    const before = work.saidOf(ApplicationDraft).length;
    await chat.says(wishes.UBAH_DATA);
    expect((await chat.says('belum')).messageKey).toBe('family-card-first');
    expect(work.saidOf(ApplicationDraft)).toHaveLength(before);
  });

  it('a lost card together with a change is split: the change comes first', async () => {
    const reply = await talk().says('ajukan ktp hilang sekalian ganti status kawin');
    expect(reply).toMatchObject({ messageKey: 'change-comes-first', variables: { kind: 'HILANG' } });
    const { nik, familyCard } = someone();
    const line = await talk().says(`#KTP#${nik}#${familyCard}#BUDI#Nunukan Timur#Nunukan#HILANG sekalian ubah alamat`);
    expect(line.messageKey).toBe('change-comes-first');
  });

  it('takes a name of one word for who has it already, and not for a first card', async () => {
    const { nik, familyCard } = someone();
    const line = (kind: string) => `#KTP#${nik}#${familyCard}#SUTARJO#Nunukan Timur#Nunukan#${kind}`;
    expect((await talk().says(line('RUSAK'))).messageKey).toBe('draft-opened');
    expect((await talk().says(line('KTP BARU'))).messageKey).toBe('format-problem');
  });

  it('a child is refused before anything is opened', async () => {
    const chat = talk();
    const refused = await fillIn(chat, await chat.says(wishes.BARU_WNI), { nik: '6503991201140077', married: 'belum' });
    expect(refused.messageKey).toBe('request-refused');
  });

  it('sixteen and unmarried: recorded now, and nothing is printed before the seventeenth birthday', async () => {
    const chat = talk();
    const nik = '6503992512090078';
    const opened = await fillIn(chat, await chat.says(wishes.BARU_WNI), { nik });
    const applicationId = opened.applicationId ?? '';
    expect(opened.variables['missing']).toEqual(['KK']);
    const mine = (said: { applicationId: string }) => said.applicationId === applicationId;
    await work.say({ from: chat.from, image: { mediaId: work.graph.keep(aPhoto()) } });
    const submitted = await work.bench.heard(ApplicationSubmitted, mine);
    await work.bench.say(DocumentsComplete, { applicationId, answers: submitted.data.sequence });
    const checking = await work.bench.heard(ApplicationCheckingRegister, mine);
    const answers = checking.data.sequence;
    await work.bench.say(RegisterConfirmed, {
      applicationId,
      answers,
      way: 'primary' as const,
      checkedAt: new Date().toISOString(),
    });
    const waiting = await work.bench.heard(ApplicationAwaitingRecording, mine);
    await work.bench.say(RecordPrintReady, { applicationId, answers: waiting.data.sequence });
    const kept = () =>
      work.bench.query<{ card_from: string }>(
        'select card_from::text from application where id = $1 and print_ready_answers is not null',
        [applicationId],
      );
    await eventually(async () => (await kept()).length === 1);
    expect(await kept()).toEqual([{ card_from: '2026-12-25' }]);
    expect(work.saidOf(ApplicationReadyToPrint).filter(mine)).toEqual([]);
  }, 60_000);

  it('one open request per person and kind, whichever phone asks', async () => {
    const who = someone();
    expect((await talk().says(requestLine('HILANG', who))).messageKey).toBe('draft-opened');
    expect((await talk().says(requestLine('HILANG', who))).messageKey).toBe('already-open');
    expect((await talk().says(requestLine('RUSAK', who))).messageKey).toBe('draft-opened');
  });

  it('several people on one phone each have their request', async () => {
    const chat = talk();
    const tickets = [];
    for (let person = 0; person < 3; person += 1)
      tickets.push((await chat.says(requestLine('RUSAK'))).variables['ticket']);
    expect(new Set(tickets).size).toBe(3);
  });

  it('an unknown area in the NIK opens all the same', async () => {
    const { familyCard } = someone();
    const line = `#KTP#9988771201900099#${familyCard}#BUDI#Nunukan Timur#Nunukan#HILANG`;
    expect((await talk().says(line)).messageKey).toBe('draft-opened');
  });
});
