import {
  type AreaAliases,
  type AreaBook,
  type District,
  matchAreaName,
  type Office,
  readKk,
  readName,
  readNik,
} from '#civil-registry';
import { kindNamedIn, plain } from '../kind-words.js';
import { readMeaning } from '../read-meaning.js';
import type { Answers, Form, Question } from './form.js';

/** What an answer is read with. */
export interface AnswerContext {
  /** The office's calendar day, ISO. */
  readonly on: string;
  readonly areas: AreaBook;
  readonly districts: readonly District[];
  readonly aliases: AreaAliases;
  readonly offices: readonly Pick<Office, 'code' | 'name'>[];
}

export type Taken =
  | { readonly took: 'answer'; readonly form: Form }
  /** It answers, and cannot be right: each problem a sentence that repeats no number and no name. */
  | { readonly took: 'nothing'; readonly problems: readonly string[] }
  /** The family card does not show the change yet: it comes first. */
  | { readonly took: 'family card first' }
  /** It is no answer to this question. */
  | { readonly took: 'something else' };

const yes = /^(ya|iya|iye|y|yes|oke?|betul|benar|sudah|sdh|udah|udh|su|pernah|1)\b/;
const no = /^(belum|blm|blom|bolum|tidak|tdk|tak|ga|gak|nggak|nda|ndak|inda|kada|bukan|no|2)\b/;

/** Reads what was said as the answer to a question of the form. */
export function takeAnswer(form: Form, question: Question, text: string, context: AnswerContext): Taken {
  const said = plain(text);
  const answered = (answers: Answers): Taken => ({
    took: 'answer',
    form: { ...form, answers: { ...form.answers, ...answers } },
  });
  switch (question) {
    case 'kind': {
      const kind = kindNamedIn(said);
      return kind === undefined ? somethingElse : { took: 'answer', form: { ...form, kind } };
    }
    case 'family-card-is-new':
      if (no.test(said)) return { took: 'family card first' };
      return yes.test(said) ? answered({ familyCardIsNew: true }) : somethingElse;
    case 'married':
      if (no.test(said)) return answered({ married: false });
      return yes.test(said) ? answered({ married: true }) : somethingElse;
    case 'nik': {
      if (!looksLikeNumber(text)) return somethingElse;
      const nik = readNik(numberIn(text), { on: context.on, areas: context.areas });
      return nik.ok ? answered({ nik: nik.nik }) : refused(nik.problems);
    }
    case 'family-card': {
      if (!looksLikeNumber(text)) return somethingElse;
      const card = readKk(numberIn(text), { on: context.on, areas: context.areas });
      return card.ok ? answered({ familyCard: card.kk }) : refused(card.problems);
    }
    case 'name': {
      const given = nameIn(text);
      if (given === undefined) return somethingElse;
      const name = readName(given, form.kind === 'BARU_WNI' ? 'new' : 'recorded');
      return name.ok ? answered({ name: name.name.toUpperCase() }) : refused(name.problems);
    }
    case 'place':
      return placeIn(text, context, answered);
    case 'office': {
      const office = officeNamedIn(said, context.offices);
      return office === undefined ? somethingElse : answered({ office });
    }
  }
}

const somethingElse: Taken = { took: 'something else' };

const refused = (problems: readonly { readonly text: string }[]): Taken => ({
  took: 'nothing',
  problems: problems.map((problem) => problem.text),
});

/** Meant as a NIK or KK number, also where it is too short or has letters that look like digits. */
function looksLikeNumber(text: string): boolean {
  return numberIn(text).replace(/\D/g, '').length >= 8;
}

/** The number without the words around it: `NIK saya 6503…`. */
function numberIn(text: string): string {
  return /[\dOoIl][\dOoIl\s.-]{6,}[\dOoIl]/.exec(text)?.[0].trim() ?? text;
}

/** A name, unless the words mean something else to the office. */
function nameIn(text: string): string | undefined {
  const labelled = /^\s*(?:nama(?:\s+(?:saya|lengkap))?|atas nama|a\.?n\.?)\s*[:=]?\s+(.+)$/is.exec(text)?.[1];
  if (labelled !== undefined) return labelled.trim();
  const bare = text.trim();
  if (!/^[\p{L}\p{M}'’`.,\s-]{2,100}$/u.test(bare)) return undefined;
  const { wants } = readMeaning(bare);
  return wants === 'not-understood' || wants === 'greeting' ? bare : undefined;
}

/** `Desa, Kecamatan`, in either order, labelled or not; a village that only one sub-district has tells it alone. */
function placeIn(text: string, context: AnswerContext, answered: (answers: Answers) => Taken): Taken {
  const parts = text
    .split(/[,;#\n]+|\b(?=kec(?:amatan)?\b)/i)
    .map((part) => part.replace(/^\s*(?:desa|kelurahan|kel|ds|kecamatan|kec)\b[\s.:]*/i, '').trim())
    .filter((part) => part !== '');
  const [first, second] = parts;
  if (first === undefined || parts.length > 3) return somethingElse;
  const district = (part: string) => matchAreaName(part, context.districts, context.aliases);
  for (const [place, other] of [
    [second, first],
    [first, second],
  ] as const) {
    if (place === undefined) continue;
    const match = district(place);
    if (match.kind === 'exact') return answered({ district: match.area.code, village: other ?? null });
  }
  const villages = context.districts.flatMap(({ code }) => context.areas.villagesOf(code));
  const village = matchAreaName(first, villages);
  if (village.kind === 'exact') return answered({ district: village.area.districtCode, village: village.area.name });
  const close = [district(second ?? first), district(first)].find((match) => match.kind === 'close');
  if (close?.kind === 'close') {
    const names = close.areas.map(({ name }) => name).join(', ');
    return { took: 'nothing', problems: [`Kecamatan kurang jelas. Mungkin maksud Bapak/Ibu: ${names}?`] };
  }
  const { wants } = readMeaning(text);
  if (wants !== 'not-understood' && wants !== 'greeting') return somethingElse;
  return { took: 'nothing', problems: ['Kecamatan tidak dikenal di kabupaten ini. Mohon tulis sesuai KK.'] };
}

/** An office by its number in the list, or by a word of its name that no other has. @param said as `plain` gives it */
export function officeNamedIn(said: string, offices: readonly Pick<Office, 'code' | 'name'>[]): string | undefined {
  const number = /^\d{1,2}$/.test(said) ? Number(said) : undefined;
  if (number !== undefined) return offices[number - 1]?.code;
  const words = new Set(said.split(' ').filter((word) => word.length > 3));
  const named = offices.filter(({ code, name }) =>
    plain(`${name} ${code.replaceAll('-', ' ')}`)
      .split(' ')
      .some((word) => words.has(word)),
  );
  const [only] = named;
  return named.length === 1 ? only?.code : undefined;
}
