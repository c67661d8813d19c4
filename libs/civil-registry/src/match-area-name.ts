/** Other names under which people know an area, by its code: `{ "650313": ["Simanggaris"] }`. From the region file. */
export type AreaAliases = Readonly<Record<string, readonly string[]>>;

/** `exact` by name or alias; `close` holds areas to offer for a choice; `none` when nothing comes near. */
export type AreaMatch<A> =
  | { readonly kind: 'exact'; readonly area: A }
  | { readonly kind: 'close'; readonly areas: readonly A[] }
  | { readonly kind: 'none' };

/** A name as it is compared: lower case, no accents, no "kecamatan", "distrik" or "desa" before it, only letters and digits. */
export function comparableName(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/^\s*(kecamatan|kec|distrik|kelurahan|kel|desa|ds|kampung)\b\.?\s*/u, '')
    .replace(/\b(sungai|s)\b\.?/gu, 'sei')
    .replace(/[^a-z0-9]/gu, '');
}

/**
 * Finds the area that a citizen means by a typed name; sub-districts and villages alike. A slip of one letter, or of two
 * in a longer name, is `close`: it is offered, never taken.
 */
export function matchAreaName<A extends { readonly code: string; readonly name: string }>(
  text: string,
  areas: readonly A[],
  aliases: AreaAliases = {},
): AreaMatch<A> {
  const typed = comparableName(text);
  if (typed === '') return { kind: 'none' };
  const namesOf = (area: A): readonly string[] => [area.name, ...(aliases[area.code] ?? [])].map(comparableName);

  const exact = areas.filter((area) => namesOf(area).includes(typed));
  const [only, ...others] = exact;
  if (only !== undefined) return others.length === 0 ? { kind: 'exact', area: only } : { kind: 'close', areas: exact };

  const allowed = typed.length >= 8 ? 2 : typed.length >= 4 ? 1 : 0;
  const close = areas.filter((area) => namesOf(area).some((name) => editDistance(typed, name) <= allowed));
  return close.length > 0 ? { kind: 'close', areas: close } : { kind: 'none' };
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
