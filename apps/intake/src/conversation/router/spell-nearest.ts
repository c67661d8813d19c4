/**
 * The one known word a misspelt word stands for, if exactly one is near: one slip from five letters on, two from nine on;
 * or the only word of which the consonants are left (`blngko`).
 */
export function spellNearest(word: string, vocabulary: readonly string[]): string | undefined {
  if (word.length < 4) return nearestByConsonants(word, vocabulary);
  const allowed = word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0;
  for (let slips = 1; slips <= allowed; slips += 1) {
    const near = vocabulary.filter(
      (known) => known.length >= 5 && Math.abs(known.length - word.length) <= slips && isWithin(word, known, slips),
    );
    if (near.length > 0) return near.length === 1 ? near[0] : near.find((known) => known[0] === word[0]);
  }
  return nearestByConsonants(word, vocabulary);
}

function nearestByConsonants(word: string, vocabulary: readonly string[]): string | undefined {
  const bones = consonants(word);
  if (bones.length < 3) return undefined;
  const near = vocabulary.filter(
    (known) => known.length > word.length && known[0] === word[0] && consonants(known) === bones,
  );
  return near.length === 1 ? near[0] : undefined;
}

const consonants = (word: string): string => word.replace(/[aeiou]/g, '');

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
    before = row;
    row = next;
  }
  return at(row, other.length) <= slips;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
