import type { ApplicationState, HoldCause } from '#contracts';

/** How a citizen reads a state. */
export const stateWords = {
  draft: 'menunggu data atau foto dokumen dari Anda',
  submitted: 'berkas sedang diperiksa',
  correction_requested: 'menunggu perbaikan berkas dari Anda',
  checking_register: 'berkas lengkap, data sedang dicocokkan',
  under_review: 'sedang diperiksa petugas',
  awaiting_recording: 'menunggu perekaman atau penunggalan data',
  ready_to_print: 'menunggu giliran cetak',
  printing: 'sedang dicetak',
  in_transit: 'sudah dicetak, sedang dikirim ke tempat pengambilan',
  ready_for_pickup: 'siap diambil',
  handed_over: 'sudah diserahkan',
  rejected: 'tidak dapat diproses',
  withdrawn: 'dibatalkan',
  expired: 'ditutup karena tidak ada kabar',
} as const satisfies Record<ApplicationState, string>;

/** How a citizen reads why a request waits. */
export const holdWords = {
  citizen: 'menunggu berkas dari Anda',
  network: 'jaringan ke pusat data sedang terputus',
  recording: 'menunggu perekaman',
  deduplication: 'menunggu penunggalan data di pusat',
  blanks: 'blangko KTP-el sedang habis',
  ribbon: 'ribbon pencetak sedang habis',
  film: 'film pencetak sedang habis',
  power: 'listrik sedang padam',
  station: 'mesin cetak sedang bermasalah',
  capacity: 'antrean cetak sedang penuh',
  quota: 'kuota harian sudah terpakai',
} as const satisfies Record<HoldCause, string>;
