/** Short words that turn a sense, and plain verbs of the counter: always heard, also inside a longer phrase. */
export const smallWords = {
  already: 'sudah',
  notYet: 'belum',
  when: 'kapan',
  finish: 'jadi, selesai, cetak, terbit, keluar, siap, dapat ktp',
  theCard: 'ktp',
  still: 'masih, lama',
} as const;
