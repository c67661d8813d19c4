import { type Concept, type Phrase, phrasesFrom } from './known-words.js';
import { readWords, type Word } from './read-words.js';

/** What a text speaks of. */
export interface Heard {
  /** Each concept with the words that raised it; figures are never repeated. */
  readonly concepts: ReadonlyMap<Concept, string>;
  readonly read: readonly Word[];
  /** A question mark stands in it. */
  readonly asks: boolean;
  /** The share of words that nothing is known of, 0 to 1. */
  readonly unknown: number;
}

/** What "tidak", "bukan" or "jangan" right before it takes back: "bukan hilang tapi patah". */
const deniable: ReadonlySet<Concept> = new Set([
  'lost',
  'broken',
  'cancel',
  'move',
  'change',
  'fresh',
  'foreign',
  'outside',
  'record',
  'complaint',
  'officer',
]);
const denials = ['tidak', 'bukan', 'jangan'];

export function hearConcepts(text: string): Heard {
  const words = readWords(text);
  const taken = new Set<number>();
  const concepts = new Map<Concept, string>();
  const begun = words
    .flatMap(({ forms }, start) => phrasesFrom(forms).map(({ phrase, rank }) => ({ phrase, rank, start })))
    .sort((one, other) => one.rank - other.rank || one.start - other.start);
  for (const { phrase, start } of begun) {
    for (const concept of phrase.small) concepts.set(concept, words[start]?.written ?? '');
    const places = phrase.concepts.length === 0 ? undefined : match(phrase, words, start, taken);
    if (places === undefined) continue;
    for (const place of places) taken.add(place);
    const denied = isDenied(words[start - 1]) && !taken.has(start - 1);
    for (const concept of phrase.concepts) {
      if (denied && deniable.has(concept)) continue;
      if (!concepts.has(concept)) concepts.set(concept, places.map((place) => words[place]?.written).join(' '));
    }
  }
  if (words.some(({ written }) => /^\d{14,18}$/.test(written))) concepts.set('idNumber', 'a number of 16 digits');
  if (/\bL[- ]?(?=[A-Z]*\d)[0-9A-HJKMNP-TV-Z]{5}\b/i.test(text)) concepts.set('ticket', 'a ticket');
  const unknown = words.filter(({ known }) => !known).length;
  return { concepts, read: words, asks: text.includes('?'), unknown: words.length === 0 ? 1 : unknown / words.length };
}

function isDenied(before: Word | undefined): boolean {
  return before !== undefined && denials.some((denial) => before.forms.has(denial));
}

/** Where a phrase stands from this word on, if it does. */
function match(
  { words: wanted }: Phrase,
  words: readonly Word[],
  start: number,
  taken: ReadonlySet<number>,
): number[] | undefined {
  const places: number[] = [];
  let from = start;
  let reach = 0;
  for (const want of wanted) {
    if (want === null) {
      reach = 3;
      continue;
    }
    let place = from;
    while (place <= from + reach && (taken.has(place) || !words[place]?.forms.has(want))) place += 1;
    if (place > from + reach) return undefined;
    places.push(place);
    from = place + 1;
    reach = 0;
  }
  return places;
}
