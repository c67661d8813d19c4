import type { ApplicationState, Channel, Finding, HoldCause } from '#contracts';
import type { ShownLinkName } from '../show-links.js';

/** How staff read what the machine says in codes. */
export const stateWords = {
  draft: 'Konsep',
  submitted: 'Berkas diperiksa',
  correction_requested: 'Perlu perbaikan',
  checking_register: 'Dicocokkan dengan SIAK',
  under_review: 'Ditinjau petugas',
  awaiting_recording: 'Menunggu rekaman siap cetak',
  ready_to_print: 'Siap cetak',
  printing: 'Sedang dicetak',
  in_transit: 'Dalam pengiriman',
  ready_for_pickup: 'Siap diambil',
  handed_over: 'Sudah diserahkan',
  rejected: 'Ditolak',
  withdrawn: 'Dibatalkan',
  expired: 'Kedaluwarsa',
} as const satisfies Record<ApplicationState, string>;

export const channelWords = {
  whatsapp: 'WhatsApp',
  counter: 'Loket',
  village: 'Desa',
} as const satisfies Record<Channel, string>;

export const causeWords = {
  citizen: 'menunggu warga',
  network: 'jaringan putus',
  recording: 'menunggu perekaman',
  deduplication: 'menunggu penunggalan',
  blanks: 'blangko habis',
  ribbon: 'ribbon habis',
  film: 'film habis',
  power: 'listrik padam',
  station: 'mesin cetak bermasalah',
  capacity: 'antrean cetak penuh',
  quota: 'kuota harian habis',
} as const satisfies Record<HoldCause, string>;

export const linkWords = {
  whatsapp: 'WhatsApp',
  diskominfo: 'Jaringan Diskominfo (SIAK)',
  'diskominfo-print': 'Jaringan cetak SIAK',
  'whatsapp-in': 'Kabar dari WhatsApp',
} as const satisfies Record<ShownLinkName, string>;

export const linkCauseWords: Readonly<Record<string, string>> = {
  refused: 'sambungan ditolak',
  timeout: 'tidak ada jawaban',
  reset: 'sambungan terputus',
  'server-error': 'kesalahan di seberang',
  operator: 'dimatikan petugas',
  silence: 'tidak ada kabar masuk, periksa alamat webhook dan jaringan ke internet',
};

export const defectWords = {
  missing: 'belum ada',
  'unreadable-file': 'file tidak terbaca',
  'wrong-type': 'jenis file salah',
  'too-large': 'file terlalu besar',
  'too-many-pixels': 'gambar terlalu besar',
  encrypted: 'file terkunci',
  'active-content': 'file berisi program',
  infected: 'mengandung virus',
  blurred: 'buram',
  dark: 'gelap',
  glare: 'silau',
  cropped: 'terpotong',
  'low-resolution': 'resolusi rendah',
  'not-original': 'bukan dokumen asli',
  'wrong-document': 'dokumen yang salah',
  'data-differs': 'data berbeda',
  other: 'lain-lain',
} as const satisfies Record<Finding['defect'], string>;

export const doubtWords: Readonly<Record<string, string>> = {
  'name-differs': 'nama berbeda',
  'family-card-differs': 'nomor KK berbeda',
  'birth-differs': 'tanggal lahir berbeda',
  'other-differs': 'data lain berbeda',
  deceased: 'tercatat meninggal',
  duplicate: 'data ganda',
  'not-found': 'tidak ditemukan',
  inactive: 'NIK tidak aktif',
  malformed: 'NIK tidak sah',
  'ways-disagree': 'dua jalur tidak sama',
  'unreadable-answer': 'jawaban tidak terbaca',
};

export const printJobWords: Readonly<Record<string, string>> = {
  queued: 'menunggu mesin',
  offered: 'menunggu mesin',
  claimed: 'diambil mesin',
  started: 'sedang dicetak',
  held: 'DITAHAN, periksa baki',
  completed: 'selesai dicetak',
  abandoned: 'batal tanpa kartu',
  dispatched: 'dikirim',
  arrived: 'tiba di loket',
  'handed-over': 'diserahkan',
};

export const messageWords: Readonly<Record<string, string>> = {
  queued: 'menunggu dikirim',
  sending: 'sedang dikirim',
  sent: 'terkirim',
  delivered: 'sampai',
  read: 'dibaca',
  failed: 'GAGAL',
  unknown: 'TIDAK PASTI',
  superseded: 'tidak perlu lagi',
  'no-contact': 'tanpa kontak',
};

/** A word of a table, or the code itself where nobody has worded it. */
export function word(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}
