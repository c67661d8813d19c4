/** Short single words that turn a sense, and plain verbs of the counter: always heard, also inside a longer phrase. */
export const smallWords = {
  already: 'sudah',
  notYet: 'belum',
  when: 'kapan',
  finish: 'jadi, selesai, cetak, terbit, keluar, siap',
  please: 'tolong, mohon, minta',
  theCard: 'ktp',
  still: 'masih, lama',
} as const;
