import type { ApplicationState, Channel, Finding, HoldCause } from '#contracts';
import type { ShownLinkName } from '../show-links.js';

/** Indonesian and English of one text. */
export type Pair = readonly [id: string, en: string];

/** How staff read what the machine says in codes, in the application and in the pages that the server draws. The Indonesian words are those of the glossary. */
export const stateWords = {
  draft: ['Konsep', 'Draft'],
  submitted: ['Berkas diperiksa', 'File being checked'],
  correction_requested: ['Perlu perbaikan', 'To be corrected'],
  checking_register: ['Dicocokkan dengan SIAK', 'Compared with the register'],
  under_review: ['Ditinjau petugas', 'Under review'],
  awaiting_recording: ['Menunggu rekaman siap cetak', 'Awaiting the record'],
  ready_to_print: ['Siap cetak', 'Ready to print'],
  printing: ['Sedang dicetak', 'Printing'],
  in_transit: ['Dalam pengiriman', 'In transit'],
  ready_for_pickup: ['Siap diambil', 'Ready for pick-up'],
  handed_over: ['Sudah diserahkan', 'Handed over'],
  rejected: ['Ditolak', 'Rejected'],
  withdrawn: ['Dibatalkan', 'Withdrawn'],
  expired: ['Kedaluwarsa', 'Expired'],
} as const satisfies Record<ApplicationState, Pair>;

export const causeWords = {
  citizen: ['menunggu warga', 'waits for the citizen'],
  network: ['jaringan putus', 'network down'],
  recording: ['menunggu perekaman', 'waits for recording'],
  deduplication: ['menunggu penunggalan', 'waits for de-duplication'],
  blanks: ['blangko habis', 'no blanks'],
  ribbon: ['ribbon habis', 'no ribbon'],
  film: ['film habis', 'no film'],
  power: ['listrik padam', 'no power'],
  station: ['mesin cetak bermasalah', 'printer out of order'],
  capacity: ['antrean cetak penuh', 'more than the printers make'],
  quota: ['kuota harian habis', 'daily quota used up'],
} as const satisfies Record<HoldCause, Pair>;

export const channelWords = {
  whatsapp: ['WhatsApp', 'WhatsApp'],
  counter: ['Loket', 'Counter'],
  village: ['Petugas desa', 'Village officer'],
} as const satisfies Record<Channel, Pair>;

export const standingWords: Readonly<Record<string, Pair>> = {
  'in-time': ['sesuai janji', 'in time'],
  'due-soon': ['hampir jatuh tempo', 'due soon'],
  overdue: ['LEWAT JANJI', 'OVERDUE'],
  held: ['tertahan', 'held'],
  kept: ['janji ditepati', 'kept'],
  missed: ['janji terlewat', 'missed'],
};

export const linkWords = {
  whatsapp: ['WhatsApp', 'WhatsApp'],
  diskominfo: ['Jaringan Diskominfo (SIAK)', 'Diskominfo network (SIAK)'],
  'diskominfo-print': ['Jaringan cetak SIAK', 'SIAK printing network'],
  'whatsapp-in': ['Kabar dari WhatsApp', 'News from WhatsApp'],
} as const satisfies Record<ShownLinkName, Pair>;

export const linkCauseWords: Readonly<Record<string, Pair>> = {
  refused: ['sambungan ditolak', 'connection refused'],
  timeout: ['tidak ada jawaban', 'no answer'],
  reset: ['sambungan terputus', 'connection cut'],
  'server-error': ['kesalahan di seberang', 'error on the other side'],
  operator: ['dimatikan petugas', 'switched off by the operator'],
  silence: [
    'tidak ada kabar masuk, periksa alamat webhook dan jaringan ke internet',
    'nothing comes in: check the webhook address and the line to the internet',
  ],
};

export const defectWords = {
  missing: ['belum ada', 'missing'],
  'unreadable-file': ['file tidak terbaca', 'unreadable file'],
  'wrong-type': ['jenis file salah', 'wrong type'],
  'too-large': ['file terlalu besar', 'too large'],
  'too-many-pixels': ['gambar terlalu besar', 'too many pixels'],
  encrypted: ['file terkunci', 'encrypted'],
  'active-content': ['file berisi program', 'active content'],
  infected: ['mengandung virus', 'infected'],
  blurred: ['buram', 'blurred'],
  dark: ['gelap', 'dark'],
  glare: ['silau', 'glare'],
  cropped: ['terpotong', 'cropped'],
  'low-resolution': ['resolusi rendah', 'low resolution'],
  'not-original': ['bukan dokumen asli', 'not the original'],
  'wrong-document': ['dokumen yang salah', 'wrong document'],
  'data-differs': ['data berbeda', 'data differs'],
  other: ['lain-lain', 'other'],
} as const satisfies Record<Finding['defect'], Pair>;

export const doubtWords: Readonly<Record<string, Pair>> = {
  'name-differs': ['nama berbeda', 'name differs'],
  'family-card-differs': ['nomor KK berbeda', 'family-card number differs'],
  'birth-differs': ['tanggal lahir berbeda', 'date of birth differs'],
  'other-differs': ['data lain berbeda', 'other data differ'],
  deceased: ['tercatat meninggal', 'recorded as deceased'],
  duplicate: ['data ganda', 'duplicate'],
  'not-found': ['tidak ditemukan', 'not found'],
  inactive: ['NIK tidak aktif', 'NIK inactive'],
  malformed: ['NIK tidak sah', 'NIK malformed'],
  'ways-disagree': ['dua jalur tidak sama', 'the two ways disagree'],
  'unreadable-answer': ['jawaban tidak terbaca', 'unreadable answer'],
};

export const warningWords: Readonly<Record<string, Pair>> = {
  photocopy: ['tampak seperti fotokopi, hampir tanpa warna', 'looks like a photocopy, next to no colour'],
  'photo-of-a-screen': ['tampak seperti foto layar, bukan foto kertas', 'looks like a photo of a screen, not of paper'],
  sideways: ['tulisannya rebah ke samping', 'its writing lies on its side'],
  'upside-down': ['terbalik, atas di bawah', 'stands on its head'],
  'looks-like-another-document': ['isinya tampak seperti dokumen lain', 'its content looks like another document'],
  'named-by-content': ['tidak dinamai pengirim, dikenali dari isinya', 'not named by its sender, named by its content'],
  'nik-differs': ['NIK berbeda dari yang diketik', 'NIK differs from what was typed'],
  'family-card-number-differs': [
    'nomor KK berbeda dari yang diketik',
    'family-card number differs from what was typed',
  ],
  'name-not-found': ['nama yang diketik tidak terbaca di dokumen', 'the typed name is not to be read in it'],
  'birth-differs': ['tanggal lahir berbeda dari NIK', 'date of birth differs from the NIK'],
  'same-file-of-another-person': [
    'file yang sama pernah dikirim untuk orang lain',
    'the same file was sent for another person before',
  ],
  'same-request-twice': [
    'file yang sama pernah dikirim orang ini untuk permohonan sejenis',
    'the same file came from this person with a request of the same kind before',
  ],
};

export const taskWords: Readonly<Record<string, Pair>> = {
  'tick-register': ['Cek di SIAK', 'Check in the register'],
  'decide-doubt': ['Putuskan keraguan', 'Decide a doubt'],
  'mirror-record': ['Catat status rekaman', 'Mirror the record status'],
};

export const printJobWords: Readonly<Record<string, Pair>> = {
  queued: ['menunggu mesin', 'waits for a printer'],
  offered: ['menunggu mesin', 'waits for a printer'],
  claimed: ['diambil mesin', 'claimed by a printer'],
  started: ['sedang dicetak', 'printing'],
  held: ['DITAHAN, periksa baki', 'HELD, look into the tray'],
  completed: ['selesai dicetak', 'printed'],
  abandoned: ['batal tanpa kartu', 'abandoned without a card'],
  dispatched: ['dikirim', 'dispatched'],
  arrived: ['tiba di loket', 'arrived'],
  'handed-over': ['diserahkan', 'handed over'],
};

export const messageWords: Readonly<Record<string, Pair>> = {
  queued: ['menunggu dikirim', 'waits to be sent'],
  sending: ['sedang dikirim', 'being sent'],
  sent: ['terkirim ✓', 'sent ✓'],
  delivered: ['sampai ✓✓', 'delivered ✓✓'],
  read: ['dibaca ✓✓', 'read ✓✓'],
  failed: ['GAGAL', 'FAILED'],
  unknown: ['TIDAK PASTI', 'UNKNOWN'],
  superseded: ['tidak perlu lagi', 'superseded'],
  'no-contact': ['tanpa kontak', 'no contact'],
};

/** The Indonesian word of a table, or the code itself where nobody has worded it. */
export function word(words: Readonly<Record<string, Pair>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code]?.[0] ?? code) : code;
}
