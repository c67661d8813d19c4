import type { Note } from './note.js';

export type NameProblem = Note<
  'NAME_EMPTY' | 'NAME_TOO_LONG' | 'NAME_HAS_DIGITS' | 'NAME_NOT_LATIN' | 'NAME_HAS_PUNCTUATION' | 'NAME_ONE_WORD'
>;

export type NameReading =
  | { readonly ok: true; readonly name: string; readonly problems: readonly [] }
  | { readonly ok: false; readonly problems: readonly NameProblem[] };

/** Titles that may stand before a name on KK and KTP; what follows a comma is a degree. Neither counts as a word of the name. */
const titlesBefore = /^((prof|dr|drs|dra|ir|hj|h|kh|tgk|ust|pdt|apt|drg)\.?(?=\s)\s*)+/iu;

const refused = (code: NameProblem['code'], text: string): NameProblem => ({ code, level: 'refused', text });

/**
 * Checks a name by Permendagri 73/2022 (domain 1.3): at most 60 letters with spaces, two words or more, Latin letters, no
 * digits or punctuation; degrees are allowed on KK and KTP. Names recorded before 21 April 2022 stay valid: a `recorded`
 * name may be one word and carry an apostrophe, hyphen or dot.
 * @param kind `new` for a name that is given now, `recorded` for an existing resident's
 */
export function readName(input: string, kind: 'new' | 'recorded'): NameReading {
  const name = input.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (name === '') return { ok: false, problems: [refused('NAME_EMPTY', 'Nama belum ditulis.')] };

  const bare = (name.split(',', 1)[0] ?? '').replace(titlesBefore, '');
  const problems: NameProblem[] = [];
  if (Array.from(name).length > 60)
    problems.push(refused('NAME_TOO_LONG', 'Nama paling panjang 60 huruf, termasuk spasi.'));
  if (/\p{N}/u.test(name)) problems.push(refused('NAME_HAS_DIGITS', 'Nama tidak boleh memuat angka.'));
  if (/(?!\p{Script=Latin})\p{L}/u.test(name) || !/\p{Script=Latin}/u.test(name)) {
    problems.push(refused('NAME_NOT_LATIN', 'Nama ditulis dengan huruf Latin.'));
  }
  const marks = kind === 'new' ? /[^\p{L}\p{M}\p{N} ]/u : /[^\p{L}\p{M}\p{N} .'’`-]/u;
  if (marks.test(bare)) problems.push(refused('NAME_HAS_PUNCTUATION', 'Nama tidak boleh memuat tanda baca.'));
  if (kind === 'new' && bare.trim().split(' ').length < 2) {
    problems.push(refused('NAME_ONE_WORD', 'Nama baru paling sedikit dua kata.'));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, name, problems: [] };
}
