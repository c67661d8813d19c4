import {
  birthFor,
  ageOn,
  firstCardDay,
  lookExchanged,
  obstaclesTo,
  readNik,
  type ServiceKind,
  serviceKindFacts,
} from '#civil-registry';
import type { Form } from './form.js';

/** A request whose particulars can be true. */
export interface Request {
  readonly kind: ServiceKind;
  readonly nik: string;
  readonly familyCard: string;
  readonly name: string;
  readonly village: string | null;
  /** Six digits, or `unknown`. */
  readonly district: string;
  /** Said by who is younger than a card's age: what gives the card earlier. */
  readonly married?: boolean | undefined;
  /** ISO; the day before which nothing may be printed. */
  readonly cardFrom?: string | undefined;
}

export type Completed =
  | { readonly ok: true; readonly request: Request; readonly citizenship: 'WNI' | 'WNA'; readonly office: string }
  /** `form`: what still holds, so that only the rest is asked again; without it nobody like this can ask for this. */
  | { readonly ok: false; readonly problems: readonly string[]; readonly form: Form | undefined };

/** What a filled form asks for: the answers that each could be true, judged together. */
export function completeForm(form: Form, on: string): Completed {
  const { kind, answers } = form;
  const { nik, familyCard, name, office, married } = answers;
  if (
    kind === undefined ||
    nik === undefined ||
    familyCard === undefined ||
    name === undefined ||
    office === undefined
  ) {
    throw new Error('a form is completed when nothing is open');
  }
  const numbers =
    nik === familyCard
      ? 'NIK dan nomor KK tidak mungkin sama. Mohon periksa kembali.'
      : lookExchanged(nik, familyCard)
        ? 'NIK dan nomor KK tampaknya tertukar. Mohon periksa kembali.'
        : undefined;
  if (numbers !== undefined) {
    const { nik: _nik, familyCard: _card, ...others } = answers;
    return { ok: false, problems: [numbers], form: { ...form, answers: others } };
  }
  const citizenship = serviceKindFacts[kind].citizenship === 'WNA' ? 'WNA' : form.citizenship;
  const birth = birthFor(kind, readNik(nik, { on }));
  const obstacles = obstaclesTo(kind, { citizenship, birth, marriedOrOnceMarried: married }, on);
  const refused = obstacles.filter(({ level }) => level === 'refused').map(({ text }) => text);
  if (refused.length > 0) return { ok: false, problems: refused, form: undefined };
  return {
    ok: true,
    citizenship,
    office,
    request: {
      kind,
      nik,
      familyCard,
      name,
      village: answers.village ?? null,
      district: answers.district ?? 'unknown',
      married,
      cardFrom: cardFrom(kind, birth, married),
    },
  };
}

/** Who is recorded ahead of their card and says that they are unmarried waits for the seventeenth birthday. */
export function cardFrom(kind: ServiceKind, birth: string | null, married: boolean | undefined): string | undefined {
  const isFirst = kind === 'BARU_WNI' || kind === 'BARU_WNA';
  return isFirst && married === false && birth !== null ? firstCardDay(birth) : undefined;
}

/** Whole years by the NIK's birth date; undefined while there is none to tell. */
export function ageIn({ kind, answers }: Form, on: string): number | undefined {
  if (kind === undefined || answers.nik === undefined) return undefined;
  const birth = birthFor(kind, readNik(answers.nik, { on }));
  return birth === null ? undefined : ageOn(birth, on);
}
