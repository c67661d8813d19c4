import { isKnown, known, phraseWords, whole } from './known-words.js';
import { wordOfSpelling } from './lexicon/spellings.js';
import { stripAffixes } from './strip-affixes.js';

/** A word as it was written, and every word it may stand for. */
export interface Word {
  readonly written: string;
  readonly forms: ReadonlySet<string>;
  readonly known: boolean;
}

/** Nobody's wish needs more, and nobody shall keep the reader busy. */
const mostWords = 150;

const finished: ReadonlySet<string> = new Set(
  'jadi selesai cetak dicetak siap rekam hilang rusak ada kirim keluar'.split(' '),
);

/** The words of a text: lower case, without emoji and marks, "haloooo" as "halo", each with what it may stand for. */
export function readWords(text: string): Word[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/\be[- ]?ktp\b/g, 'ktp')
    .replace(/\bk\.t\.p\b/g, 'ktp')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    // Bugis and Makassar speech: "jadimi", "jadi mi" is "sudah jadi".
    .replace(
      /(?<!(?:tidak|nda|ndak|inda|ga|gak|teng|na) )(?<!\p{L})(\p{L}{3,}?) ?mi(?= |$)/gu,
      (whole, word: string) => (finished.has(word) ? `sudah ${word}` : whole),
    )
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .trim();
  return plain === '' ? [] : plain.split(' ').slice(0, mostWords).map(readWord);
}

function readWord(written: string): Word {
  const forms = new Set([written]);
  if (written.length === 1 || (/\d/.test(written) && !/^\p{L}+2$/u.test(written)))
    return { written, forms, known: true };
  // "apa2": said twice.
  const word = written.replace(/(?<=\p{L})2$/u, '');
  addForms(forms, word);
  if (!anyKnown(forms)) addForms(forms, word.replace(/(\p{L})\1/gu, '$1'));
  if (!anyKnown(forms)) {
    const nearest = known.nearest(word);
    if (nearest !== undefined) addForms(forms, nearest);
  }
  return { written, forms, known: anyKnown(forms) };
}

function addForms(forms: Set<string>, word: string): void {
  forms.add(word);
  const spelt = wordOfSpelling.get(word);
  if (spelt !== undefined) forms.add(spelt);
  if (spelt !== undefined || whole.has(word)) return;
  for (const stem of stripAffixes(word)) {
    const meant = wordOfSpelling.get(stem) ?? stem;
    if (phraseWords.has(meant)) forms.add(meant);
    if (whole.has(stem)) forms.add(stem);
  }
}

function anyKnown(forms: ReadonlySet<string>): boolean {
  return [...forms].some(isKnown);
}
