import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { areaBook, serviceKinds } from '#civil-registry';
import { ageIn, completeForm } from './complete-form.js';
import { type Form, nextQuestion, type Question, questions, stepBack } from './form.js';
import { type AnswerContext, takeAnswer } from './take-answer.js';

const areas = areaBook({
  provinces: [{ code: '65', name: 'Kalimantan Utara' }],
  regencies: [{ code: '65.03', name: 'Kabupaten Nunukan' }],
  districts: [
    { code: '65.03.02', name: 'Nunukan' },
    { code: '65.03.08', name: 'Sebatik Barat' },
  ],
  villages: [{ code: '65.03.02.2001', name: 'Binusan' }],
  historic: [],
});
const on = '2026-11-24';
const offices = [
  { code: 'nunukan', name: 'Kantor Disdukcapil' },
  { code: 'krayan', name: 'Loket Kecamatan Krayan' },
];
const context: AnswerContext = { on, areas, districts: areas.districtsOf('6503'), aliases: {}, offices };
const empty = (kind: Form['kind']): Form => ({ kind, citizenship: 'WNI', answers: {} });

/** What a willing citizen says to each question. */
const says: Readonly<Record<Question, string>> = {
  kind: 'ktp hilang',
  'family-card-is-new': 'sudah pak',
  nik: 'NIK saya 6503 9912 0190 0001',
  'family-card': '6503990506150001',
  name: 'Siti Aminah',
  place: 'Binusan, Kec. Nunukan',
  married: 'belum',
  office: '2',
};

/** Answers until nothing is open. @returns the questions in the order they came */
function fillIn(form: Form, answers = says): { form: Form; asked: Question[] } {
  const asked: Question[] = [];
  for (let now = form; ;) {
    const question = nextQuestion(now, ageIn(now, on));
    if (question === undefined) return { form: now, asked };
    asked.push(question);
    const taken = takeAnswer(now, question, answers[question], context);
    if (taken.took !== 'answer') throw new Error(`${question}: ${JSON.stringify(taken)}`);
    now = taken.form;
    if (asked.length > questions.length) throw new Error('asks in a circle');
  }
}

describe('a request, question by question', () => {
  it.each(serviceKinds)('%s comes to an end, each question asked once', (kind) => {
    const { form, asked } = fillIn(empty(kind));
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.includes('family-card-is-new')).toBe(kind === 'UBAH_DATA' || kind === 'PINDAH_DALAM_NKRI');
    expect(asked.includes('place')).toBe(kind !== 'LUAR_DOMISILI');
    const completed = completeForm(form, on);
    expect(completed).toMatchObject({ ok: true, office: 'krayan', request: { kind, name: 'SITI AMINAH' } });
  });

  it('goes back a step for who made a mistake, and comes to the same end', () => {
    fc.assert(
      fc.property(fc.constantFrom(...serviceKinds), fc.integer({ min: 0, max: 8 }), (kind, back) => {
        const { form } = fillIn(empty(kind));
        let now = form;
        for (let step = 0; step < back; step += 1) now = stepBack(now);
        expect(fillIn(now.kind === undefined ? { ...now, kind } : now).form).toEqual(form);
      }),
    );
  });

  it('sends who has no new family card to have it renewed first', () => {
    for (const answer of ['belum', 'blm bu', 'tidak', 'nda'])
      expect(takeAnswer(empty('UBAH_DATA'), 'family-card-is-new', answer, context)).toEqual({
        took: 'family card first',
      });
  });

  it('asks who is sixteen about a marriage, and holds the unmarried one’s card until the birthday', () => {
    const young = { ...says, nik: '6503991201100001' };
    const { form, asked } = fillIn(empty('BARU_WNI'), young);
    expect(asked).toContain('married');
    expect(completeForm(form, on)).toMatchObject({ ok: true, request: { married: false, cardFrom: '2027-01-12' } });
    const married = fillIn(empty('BARU_WNI'), { ...young, married: 'sudah' });
    expect(completeForm(married.form, on)).toMatchObject({ ok: true, request: { married: true, cardFrom: undefined } });
    const child = fillIn(empty('BARU_WNI'), { ...says, nik: '6503991201140001' });
    expect(completeForm(child.form, on)).toMatchObject({ ok: false, form: undefined });
  });

  it('asks for both numbers again when they are the same', () => {
    const { form } = fillIn(empty('HILANG'), { ...says, 'family-card': '6503991201900001' });
    const completed = completeForm(form, on);
    if (completed.ok || !completed.form) throw new Error('the same number twice cannot be right');
    expect(nextQuestion(completed.form, undefined)).toBe('nik');
    expect(completed.problems.join()).not.toMatch(/\d{5}/);
  });

  it('takes names as they are recorded, and words of the office not for names', () => {
    const taken = (text: string) => takeAnswer(empty('HILANG'), 'name', text, context);
    expect(taken('Sutarjo')).toMatchObject({ took: 'answer', form: { answers: { name: 'SUTARJO' } } });
    expect(taken('nama saya Siti Aminah')).toMatchObject({ form: { answers: { name: 'SITI AMINAH' } } });
    expect(taken('a'.repeat(61))).toMatchObject({ took: 'nothing' });
    for (const other of ['jam berapa buka?', 'berapa biayanya', 'cek status', 'mau bicara dengan petugas'])
      expect(taken(other)).toEqual({ took: 'something else' });
    expect(takeAnswer(empty('BARU_WNI'), 'name', 'Siti', context)).toMatchObject({ took: 'nothing' });
  });

  it('reads a place in either order, and offers what is close', () => {
    const place = (text: string) => takeAnswer(empty('HILANG'), 'place', text, context);
    for (const text of ['Binusan, Nunukan', 'Nunukan, Binusan', 'desa binusan kec nunukan', 'Binusan'])
      expect(place(text)).toMatchObject({ took: 'answer', form: { answers: { district: '650302' } } });
    expect(place('Sebatik Barrat')).toMatchObject({ problems: [expect.stringContaining('Sebatik Barat')] });
    expect(place('Atlantis')).toMatchObject({ took: 'nothing' });
  });

  it('takes an office by its number or its name', () => {
    const office = (text: string) => takeAnswer(empty('HILANG'), 'office', text, context);
    expect(office('1')).toMatchObject({ form: { answers: { office: 'nunukan' } } });
    expect(office('di krayan aja')).toMatchObject({ form: { answers: { office: 'krayan' } } });
    for (const text of ['7', 'di rumah']) expect(office(text)).toEqual({ took: 'something else' });
  });

  it('never throws, and never repeats a number or takes a broken one, whatever is said', () => {
    fc.assert(
      fc.property(fc.constantFrom(...questions), fc.string({ unit: 'grapheme', maxLength: 200 }), (question, text) => {
        const taken = takeAnswer(empty('HILANG'), question, text, context);
        if (taken.took === 'nothing') expect(taken.problems.join()).not.toMatch(/\d{9}/);
      }),
    );
  });
});
