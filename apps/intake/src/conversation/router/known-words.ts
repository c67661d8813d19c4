import { asks } from './lexicon/asks.js';
import { courtesy } from './lexicon/courtesy.js';
import { happenings } from './lexicon/happenings.js';
import { office } from './lexicon/office.js';
import { ordinaryWords } from './lexicon/ordinary-words.js';
import { papers } from './lexicon/papers.js';
import { smallWords } from './lexicon/small-words.js';
import { wordOfSpelling } from './lexicon/spellings.js';
import { speller } from './spell-nearest.js';

const lexicon = { ...papers, ...happenings, ...asks, ...office, ...courtesy, ...smallWords };

/** A thing a message can speak of; the last two are read from figures, not from words. */
export type Concept = keyof typeof lexicon | 'idNumber' | 'ticket';

/** Some words that raise a concept; `null` stands for up to three words in between. */
export interface Phrase {
  readonly words: readonly (string | null)[];
  readonly concepts: readonly Concept[];
  /** Heard also inside a longer phrase. */
  readonly small: readonly Concept[];
}

function isSmall(concept: Concept): boolean {
  return Object.hasOwn(smallWords, concept);
}

function isConcept(name: string): name is keyof typeof lexicon {
  return Object.hasOwn(lexicon, name);
}

function readPhrases(): Phrase[] {
  const byText = new Map<string, Concept[]>();
  for (const [concept, list] of Object.entries(lexicon)) {
    if (!isConcept(concept)) continue;
    for (const text of list.split(',').map((one) => one.trim())) {
      byText.set(text, [...(byText.get(text) ?? []), concept]);
    }
  }
  return [...byText].map(([text, concepts]) => ({
    words: text.split(/\s+/).map((word) => (word === '..' ? null : word)),
    concepts: concepts.filter((concept) => !isSmall(concept)),
    small: concepts.filter(isSmall),
  }));
}

const length = ({ words }: Phrase): number => words.filter((word) => word !== null).length;

/** The longest first: "surat kehilangan" is a paper before "kehilangan" is a loss. Of equals the one without a gap. */
const phrases: readonly Phrase[] = readPhrases().sort(
  (a, b) => length(b) - length(a) || a.words.length - b.words.length,
);
const rank = new Map(phrases.map((phrase, index) => [phrase, index]));
const byFirstWord = Map.groupBy(phrases, ({ words: [first] }) => first);

/** The phrases that may begin at a word, with their place in the order in which phrases are heard. */
export function phrasesFrom(forms: Iterable<string>): { readonly phrase: Phrase; readonly rank: number }[] {
  return [...forms].flatMap((form) =>
    (byFirstWord.get(form) ?? []).map((phrase) => ({ phrase, rank: rank.get(phrase) ?? 0 })),
  );
}

/** Words that stand in a phrase; those that are one by themselves decide alone and lose no affix. */
export const phraseWords: ReadonlySet<string> = new Set(
  phrases.flatMap(({ words }) => words.filter((w) => w !== null)),
);
export const whole: ReadonlySet<string> = new Set([
  ...ordinaryWords,
  ...phrases.flatMap(({ words: [only, second] }) => (only && second === undefined ? [only] : [])),
]);

const everyWord: ReadonlySet<string> = new Set([
  ...phraseWords,
  ...ordinaryWords,
  ...wordOfSpelling.keys(),
  ...wordOfSpelling.values(),
]);
export const isKnown = (word: string): boolean => everyWord.has(word);

/** Finds what a misspelt word stands for. */
export const known = speller(everyWord);
