import type { ServiceKind } from '#civil-registry';

/** What a citizen has answered so far; each field is checked when it is taken. */
export interface Answers {
  /** Their family card shows the new data already; asked only where the card is printed from it. */
  readonly familyCardIsNew?: boolean;
  readonly nik?: string;
  readonly familyCard?: string;
  readonly name?: string;
  readonly village?: string | null;
  /** Six digits, or `unknown`. */
  readonly district?: string;
  readonly married?: boolean;
  /** Where the card is collected. */
  readonly office?: string;
}

/** A request as it is filled in, question by question, in a conversation. */
export interface Form {
  readonly kind?: ServiceKind | undefined;
  readonly citizenship: 'WNI' | 'WNA';
  readonly answers: Answers;
}

/** What is asked, in this order. */
export const questions = [
  'kind',
  'family-card-is-new',
  'nik',
  'family-card',
  'name',
  'place',
  'married',
  'office',
] as const;
export type Question = (typeof questions)[number];

/** Kinds whose card is printed from a family card that must show the change before (domain 0.3). */
export const needsNewFamilyCard: readonly ServiceKind[] = ['UBAH_DATA', 'PINDAH_DALAM_NKRI'];

/**
 * The first question that has no answer yet; undefined when everything is there.
 * @param age whole years by the NIK's birth date; undefined while it is not known
 */
export function nextQuestion(form: Form, age: number | undefined): Question | undefined {
  return questions.find((question) => isOpen(form, question, age));
}

function isOpen({ kind, answers }: Form, question: Question, age: number | undefined): boolean {
  switch (question) {
    case 'kind':
      return kind === undefined;
    case 'family-card-is-new':
      return kind !== undefined && needsNewFamilyCard.includes(kind) && answers.familyCardIsNew === undefined;
    case 'nik':
      return answers.nik === undefined;
    case 'family-card':
      return answers.familyCard === undefined;
    case 'name':
      return answers.name === undefined;
    case 'place':
      // Who applies away from home has no sub-district here.
      return kind !== 'LUAR_DOMISILI' && answers.district === undefined;
    case 'married':
      return age !== undefined && age < 17 && answers.married === undefined;
    case 'office':
      return answers.office === undefined;
  }
}

/** The form without its last answer, for who says that it was wrong. The kind goes last. */
export function stepBack(form: Form): Form {
  const { answers } = form;
  if (answers.office !== undefined) return { ...form, answers: without(answers, 'office') };
  if (answers.married !== undefined) return { ...form, answers: without(answers, 'married') };
  if (answers.district !== undefined) return { ...form, answers: without(answers, 'district', 'village') };
  if (answers.name !== undefined) return { ...form, answers: without(answers, 'name') };
  if (answers.familyCard !== undefined) return { ...form, answers: without(answers, 'familyCard') };
  if (answers.nik !== undefined) return { ...form, answers: without(answers, 'nik') };
  if (answers.familyCardIsNew !== undefined) return { ...form, answers: without(answers, 'familyCardIsNew') };
  return { ...form, kind: undefined };
}

function without(answers: Answers, ...fields: (keyof Answers)[]): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([field]) => !fields.some((one) => one === field)));
}
