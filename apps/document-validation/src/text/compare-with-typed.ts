import type { DocumentCode } from '#civil-registry';
import { findDates, findNumbers } from './find-numbers.js';
import { recogniseDocument } from './recognise-document.js';

/** What the citizen typed, as far as it is known. */
export interface Typed {
  readonly nik: string | null;
  readonly familyCardNumber: string | null;
  readonly name: string | null;
}

/** What a person should look at; neither rejects anything. Codes only: no number and no name. */
export type TextWarning =
  | { readonly warning: 'looks-like-another-document'; readonly looksLike: DocumentCode }
  | { readonly warning: 'named-by-content'; readonly looksLike: DocumentCode }
  | { readonly warning: 'nik-differs' | 'family-card-number-differs' | 'name-not-found' | 'birth-differs' };

/**
 * Holds what a document says against what the citizen typed. Only what was read can differ: a number that the recogniser
 * did not find at all warns of nothing.
 */
export function compareWithTyped(text: string, claimedAs: DocumentCode | null, typed: Typed): readonly TextWarning[] {
  const looksLike = recogniseDocument(text);
  const warnings: TextWarning[] = [];
  if (looksLike && claimedAs === null) warnings.push({ warning: 'named-by-content', looksLike });
  else if (looksLike && looksLike !== claimedAs) warnings.push({ warning: 'looks-like-another-document', looksLike });
  const numbers = findNumbers(text);
  const own = looksLike ?? claimedAs;
  if (own === 'KK') {
    // The card's own number stands above those of its members.
    const [first, ...members] = numbers;
    if (first && typed.familyCardNumber && !numbers.includes(typed.familyCardNumber))
      warnings.push({ warning: 'family-card-number-differs' });
    if (members.length > 0 && typed.nik && !numbers.includes(typed.nik)) warnings.push({ warning: 'nik-differs' });
  } else if (numbers.length > 0 && typed.nik && !numbers.includes(typed.nik)) {
    warnings.push({ warning: 'nik-differs' });
  }
  if (typed.name && numbers.length > 0 && !hasName(text, typed.name)) warnings.push({ warning: 'name-not-found' });
  if (own === 'KTP_LAMA' && typed.nik && birthDiffers(findDates(text), typed.nik))
    warnings.push({ warning: 'birth-differs' });
  return warnings;
}

/** Every word of the name, wherever it stands; letters that are taken for digits count as themselves. */
function hasName(text: string, name: string): boolean {
  const plain = (words: string) =>
    words
      .toUpperCase()
      .replaceAll('0', 'O')
      .replaceAll(/[1|!]/g, 'I')
      .replaceAll('8', 'B')
      .replaceAll(/[^A-Z]+/g, ' ');
  const words = new Set(plain(text).split(' '));
  return plain(name)
    .split(' ')
    .filter((word) => word.length > 1)
    .every((word) => words.has(word));
}

/** Digits 7 to 12 of a NIK are the birth date; women's days lie 40 higher. */
function birthDiffers(dates: readonly string[], nik: string): boolean {
  if (dates.length === 0) return false;
  const day = Number(nik.slice(6, 8));
  const born = `${nik.slice(10, 12)}-${nik.slice(8, 10)}-${String(day > 40 ? day - 40 : day).padStart(2, '0')}`;
  return !dates.some((date) => date.slice(2) === born);
}
