/**
 * Where the messages of learned/messages.tsv, and the places of this lexicon, are at home. The router knows no other office's
 * places; words-of-home.ts puts each office's own in their stead.
 */
export const learnedHome = {
  areaCode: '6503',
  /** The regency and its seat. */
  seat: 'nunukan',
  /** A place within it that is far from the seat. */
  village: 'krayan',
  /** Other places within it. */
  places: [
    'krayan',
    'lumbis',
    'sebuku',
    'sembakung',
    'tulin onsoi',
    'long bawan',
    'seimenggaris',
    'sei menggaris',
    'pulau sebatik',
    'sebatik',
    'mansalong',
    'sungai nyamuk',
  ],
  /** A place outside it that people come from. */
  elsewhere: 'tarakan',
} as const;
