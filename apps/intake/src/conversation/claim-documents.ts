import { type DocumentCode, fulfils, missingFrom, type Requirement } from '#civil-registry';

/** A document of the present round; `namedAs` is what its sender says it is. */
export interface Given {
  readonly id: string;
  readonly namedAs: DocumentCode | null;
}

const captions: readonly (readonly [RegExp, DocumentCode])[] = [
  [/\b(surat|polisi|polsek|polres|kehilangan|laporan|sktlk)\b/i, 'SURAT_KEHILANGAN'],
  [/\b(kk|kartu keluarga)\b/i, 'KK'],
  // "KTP saya hilang" tells the story, not the document.
  [/^(?!.*hilang).*\b(ktp|e-?ktp|rusak|patah|kartu lama)\b/is, 'KTP_LAMA'],
];

/** The document that a caption names, if it does. */
export function documentNamedIn(caption: string | undefined): DocumentCode | null {
  return captions.find(([pattern]) => pattern.test(caption ?? ''))?.[1] ?? null;
}

/**
 * What each document is taken for: as it is named, else the next requirement that nothing fills yet, in the order in
 * which the requirements are asked for.
 * @param given in the order in which they were sent
 */
export function claimDocuments(
  asked: readonly Requirement[],
  given: readonly Given[],
): Map<string, DocumentCode | null> {
  const claims = new Map<string, DocumentCode | null>(given.map(({ id, namedAs }) => [id, namedAs]));
  const open = [
    ...missingFrom(
      asked,
      given.flatMap(({ namedAs }) => namedAs ?? []),
    ),
  ];
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
