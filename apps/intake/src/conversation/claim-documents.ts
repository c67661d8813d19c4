import { type DocumentCode, fulfils, missingFrom, type Requirement } from '#civil-registry';

/** A document of one round. */
export interface Given {
  readonly id: string;
  /** What its sender, or a clerk, says it is. */
  readonly namedAs: DocumentCode | null;
  /** What its own words say it is, where they were read. */
  readonly recognisedAs?: DocumentCode | null;
  /** What had been asked for when it came. */
  readonly askedAs?: DocumentCode | null;
}

/** How a document came to be what it is taken for: everything but a name is a guess. */
export type ClaimedBy = 'name' | 'content' | 'question' | 'order';

/** What a document is taken for; null: it is one more than anybody asked for. */
export type Claim = { readonly as: DocumentCode; readonly by: ClaimedBy } | { readonly as: null; readonly by: null };

/** The first row that matches counts: what is said exactly stands above what only sounds like it. */
const captions: readonly (readonly [RegExp, DocumentCode])[] = [
  [/\b(polisi|polsek|polres|kehilangan|laporan|sktlk)\b/i, 'SURAT_KEHILANGAN'],
  [/\b(sk|surat)( keterangan)? (ke)?datang(an)?\b/i, 'SK_DATANG_LN'],
  [/\b(perwakilan|kjri|kbri|konsulat)\b/i, 'SURAT_PINDAH_PERWAKILAN'],
  [/\b(skpwni|skp|surat( keterangan)? pindah)\b/i, 'SKPWNI'],
  [/\b(paspor|passport|dokumen perjalanan)\b/i, 'PASPOR'],
  [/\b(k?itap|izin tinggal)\b/i, 'ITAP'],
  [/\b(buku|surat) nikah\b/i, 'BUKU_NIKAH'],
  [/\bakta (per)?(nikah|kawin)(an)?\b/i, 'AKTA_PERKAWINAN'],
  [/\bakta (per)?cerai(an)?\b/i, 'AKTA_PERCERAIAN'],
  [/\bsurat\b/i, 'SURAT_KEHILANGAN'],
  [/\b(kk|kartu keluarga)\b/i, 'KK'],
  // "KTP saya hilang" tells the story, not the document.
  [/^(?!.*hilang).*\b(ktp|e-?ktp|rusak|patah|kartu lama)\b/is, 'KTP_LAMA'],
];

/** Letters that citizens call by one word: "surat pindah" is the one that their request asks for. */
const letters: readonly DocumentCode[] = [
  'SKPWNI',
  'SURAT_PINDAH_PERWAKILAN',
  'SKP_WNA',
  'SK_DATANG_LN',
  'SURAT_KEHILANGAN',
];

/** The document that a caption names, if it does. */
export function documentNamedIn(caption: string | undefined): DocumentCode | null {
  return captions.find(([pattern]) => pattern.test(caption ?? ''))?.[1] ?? null;
}

/**
 * What each document is taken for: as it is named (a letter that nobody asks for is the one that somebody does), else as its
 * own words say, else what it was the answer to, else the next requirement that nothing fills yet, in the order in which the
 * requirements are asked for.
 * @param given in the order in which they were sent
 */
export function claimDocuments(asked: readonly Requirement[], given: readonly Given[]): Map<string, Claim> {
  const isAsked = (code: DocumentCode) => asked.some((requirement) => fulfils(requirement, code));
  const claims = new Map<string, Claim>(given.map((one) => [one.id, ownClaim(one, isAsked)]));
  const open = [...missingFrom(asked, codesOf(claims))];
  for (const { id, namedAs } of given) {
    if (namedAs === null || isAsked(namedAs) || !letters.includes(namedAs)) continue;
    const at = open.findIndex(({ document }) => letters.includes(document));
    const [letter] = at < 0 ? [] : open.splice(at, 1);
    if (letter) claims.set(id, { as: letter.document, by: 'name' });
  }
  for (const { id } of given) {
    if (claims.get(id)?.as !== null) continue;
    const next = open.shift();
    if (next) claims.set(id, { as: next.document, by: 'order' });
  }
  return claims;
}

function ownClaim({ namedAs, recognisedAs, askedAs }: Given, isAsked: (code: DocumentCode) => boolean): Claim {
  if (namedAs) return { as: namedAs, by: 'name' };
  if (recognisedAs) return { as: recognisedAs, by: 'content' };
  if (askedAs && isAsked(askedAs)) return { as: askedAs, by: 'question' };
  return { as: null, by: null };
}

function codesOf(claims: ReadonlyMap<string, Claim>): DocumentCode[] {
  return [...claims.values()].flatMap(({ as }) => as ?? []);
}

/** The documents that are still to come. */
export function stillMissing(asked: readonly Requirement[], claims: ReadonlyMap<string, Claim>): DocumentCode[] {
  return missingFrom(asked, codesOf(claims)).map(({ document }) => document);
}
