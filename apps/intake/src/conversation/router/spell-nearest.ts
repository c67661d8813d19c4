/** Known words, laid out so that a misspelt one is compared with few of them. */
export interface Speller {
  /**
   * The one known word a misspelt word stands for, if exactly one is near: one slip from five letters on, two from nine
   * on; or the only word of which the consonants are left (`blngko`).
   */
  nearest(word: string): string | undefined;
}

export function speller(words: Iterable<string>): Speller {
  const byLength = new Map<number, string[]>();
  const byConsonants = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < 4) continue;
    put(byLength, word.length, word);
    put(byConsonants, consonants(word), word);
  }
  return {
    nearest: (word) =>
      bySlips(word, byLength) ?? lone((byConsonants.get(consonants(word)) ?? []).filter(shortens(word))),
  };
}

function bySlips(word: string, byLength: ReadonlyMap<number, readonly string[]>): string | undefined {
  const allowed = word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0;
  // Nothing we know is nearly so long.
  if (word.length > 24) return undefined;
  for (let slips = 1; slips <= allowed; slips += 1) {
    const near: string[] = [];
    for (let length = Math.max(5, word.length - slips); length <= word.length + slips; length += 1) {
      for (const known of byLength.get(length) ?? []) {
        if (beginsAlike(word, known) && isWithin(word, known, slips)) near.push(known);
      }
    }
    if (near.length > 0) return lone(near) ?? near.find((known) => known[0] === word[0]);
  }
  return undefined;
}

/** People rarely miss the first letter: it is there, left out, doubled by another, or swapped with the second. */
function beginsAlike(one: string, other: string): boolean {
  return one[0] === other[0] || one[0] === other[1] || one[1] === other[0];
}

function shortens(word: string): (known: string) => boolean {
  return (known) => consonants(word).length >= 3 && known.length > word.length && known[0] === word[0];
}

const consonants = (word: string): string => word.replace(/[aeiou]/g, '');

function lone(words: readonly string[]): string | undefined {
  return words.length === 1 ? words[0] : undefined;
}

function put<Key>(map: Map<Key, string[]>, key: Key, word: string): void {
  const list = map.get(key);
  if (list) list.push(word);
  else map.set(key, [word]);
}

/** Whether two words differ by at most so many letters lost, added, changed or swapped with their neighbour. */
function isWithin(one: string, other: string, slips: number): boolean {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, at(before, j - 2) + 1);
      }
      next.push(cost);
    }
    if (Math.min(...next) > slips) return false;
    before = row;
    row = next;
  }
  return at(row, other.length) <= slips;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
