const endings = /(nya|lah|kah|pun|ku|mu|mi|ji|pi|ki|ka|ko|ta|na|an|kan|i|in|e|ne)$/;

/** Beginnings, with the first letters that they may have swallowed: `menyetak`, `nyetak` → `cetak`, `setak`. */
const beginnings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(me|pe|di|ke|se|ter|ber|per|ku|kau|ta|te|be|diper|memper)/, ['']],
  [/^(meng|peng|ng)/, ['', 'k']],
  [/^(menge|nge)/, ['']],
  [/^(meny|peny|ny)/, ['s', 'c']],
  [/^(men|pen|n)/, ['', 't']],
  [/^(mem|pem|m)/, ['', 'p']],
];

/**
 * All shorter words a word may have been made from, itself not included; the caller keeps those it knows.
 * @param word lower case
 */
export function stripAffixes(word: string): string[] {
  const found = new Set<string>();
  const withoutEndings = [word];
  for (let rest = word, turn = 0; turn < 3; turn += 1) {
    const shorter = rest.replace(endings, '');
    if (shorter === rest || shorter.length < 2) break;
    withoutEndings.push(shorter);
    rest = shorter;
  }
  for (const base of withoutEndings) {
    found.add(base);
    for (const [beginning, swallowed] of beginnings) {
      const cut = base.replace(beginning, '');
      if (cut === base || cut.length < 3) continue;
      for (const letter of swallowed) found.add(letter + cut);
    }
  }
  found.delete(word);
  return [...found];
}
