import type { Heard } from '../hear-concepts.js';
import { isKnown } from '../known-words.js';
import type { Aspect } from '../labels.js';
import type { Word } from '../read-words.js';
import { hintsOfConcept } from './hints.js';

/** Concepts of so long a message are paired no further: a chain letter shall keep nobody busy. */
const mostPaired = 14;

/**
 * What a message is learned by: its words as they are understood, which word follows which, the concepts it raises and
 * which of them it raises together. Figures of a person are never a feature: a long number is `#long`, whichever it is.
 */
export function featuresOf({ read, concepts, asks }: Heard): string[] {
  const features = new Set<string>(['any', `length ${Math.floor(Math.log2(read.length + 1))}`]);
  if (asks) features.add('asks');
  for (const { written, forms } of read) {
    if (isFigure(written)) continue;
    for (const form of forms) features.add(`word ${form}`);
  }
  const meant = ['^', ...read.map(meaningOf), '$'];
  meant.forEach((word, place) => {
    const [next, afterNext] = meant.slice(place + 1, place + 3);
    if (next !== undefined) features.add(`pair ${word} ${next}`);
    if (afterNext !== undefined) features.add(`pair ${word} .. ${afterNext}`);
  });
  const heard = [...concepts.keys()].slice(0, mostPaired).sort();
  heard.forEach((concept, place) => {
    features.add(`${single}${concept}`);
    for (const other of heard.slice(place + 1)) features.add(`both ${concept} & ${other}`);
  });
  return [...features];
}

const single = 'of ';

/** A concept says more than a word: it stands for all the words that raise it. */
export function countOf(feature: string): number {
  return feature.startsWith(single) ? 2 : 1;
}

export function hintsOf(feature: string): readonly Aspect[] {
  return feature.startsWith(single) ? hintsOfConcept(feature.slice(single.length)) : [];
}

const isFigure = (written: string): boolean => /\d{3}/.test(written);

/** The one word a word is taken for; the last form is the one furthest from its spelling. */
function meaningOf({ written, forms }: Word): string {
  if (/\d{10}/.test(written)) return '#long';
  if (isFigure(written)) return '#number';
  return [...forms].findLast(isKnown) ?? written;
}
