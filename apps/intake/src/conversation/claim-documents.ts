import { type DocumentCode, fulfils, missingFrom, type Requirement } from '#civil-registry';

/** A document of the present round; `namedAs` is what its sender says it is. */
export interface Given {
  readonly id: string;
  readonly namedAs: DocumentCode | null;
}

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
 * What each document is taken for: as it is named (a letter that nobody asks for is the one that somebody does), else the next requirement that nothing fills yet, in the order in
 * which the requirements are asked for.
 * @param given in the order in which they were sent
 */
export function claimDocuments(
  asked: readonly Requirement[],
  given: readonly Given[],
): Map<string, DocumentCode | null> {
  const claims = new Map<string, DocumentCode | null>(given.map(({ id, namedAs }) => [id, namedAs]));
  const isAsked = (code: DocumentCode) => asked.some((requirement) => fulfils(requirement, code));
  const open = [
    ...missingFrom(
      asked,
      [...claims.values()].flatMap((code) => code ?? []),
    ),
  ];
  for (const { id, namedAs } of given) {
    if (namedAs === null || isAsked(namedAs) || !letters.includes(namedAs)) continue;
    const at = open.findIndex(({ document }) => letters.includes(document));
    const [letter] = at < 0 ? [] : open.splice(at, 1);
    if (letter) claims.set(id, letter.document);
  }
  for (const { id, namedAs } of given) {
    if (namedAs === null) claims.set(id, open.shift()?.document ?? null);
  }
  return claims;
}

/** The documents that are still to come. */
export function stillMissing(
  asked: readonly Requirement[],
  claims: ReadonlyMap<string, DocumentCode | null>,
): DocumentCode[] {
  const claimed = [...claims.values()].flatMap((code) => code ?? []);
  return asked
    .filter((requirement) => !claimed.some((code) => fulfils(requirement, code)))
    .map((requirement) => requirement.document);
}
