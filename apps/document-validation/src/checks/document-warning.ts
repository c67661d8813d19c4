/** What a check may have a person look at (docs/glossary.md): nothing that rejects by itself. */
export const documentWarnings = [
  'photocopy',
  'photo-of-a-screen',
  'sideways',
  'upside-down',
  'named-by-content',
  'looks-like-another-document',
  'nik-differs',
  'family-card-number-differs',
  'name-not-found',
  'birth-differs',
  'same-file-of-another-person',
  'same-request-twice',
] as const;
export type DocumentWarning = (typeof documentWarnings)[number];
