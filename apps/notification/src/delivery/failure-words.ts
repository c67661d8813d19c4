import type { ErrorClass } from '#whatsapp';

type Reason =
  | Exclude<ErrorClass, 'slow_sender' | 'slow_pair' | 'stop_sender' | 'token'>
  | 'no-words'
  | 'no-contact'
  | 'unknown-subject'
  | 'template-unusable'
  | 'unknown';

/** What a failure means and what a clerk can do, in a line. */
const words: Readonly<Record<Reason, string>> = {
  retry: 'WhatsApp terus gagal; kirim ulang nanti.',
  needs_template: 'Warga sudah lama tidak menulis dan templatnya ditolak; sampaikan lewat petugas desa atau loket.',
  unreachable: 'Nomor ini tidak dapat dicapai lewat WhatsApp; sampaikan lewat petugas desa atau loket.',
  not_now: 'WhatsApp menahan pesan untuk nomor ini; coba lagi besok.',
  our_fault: 'Pesan tidak sesuai aturan WhatsApp; beri tahu pengelola.',
  media: 'Berkas tidak dapat dikirim; kirim ulang.',
  'no-words': 'Isi pesan tidak dapat disusun; beri tahu pengelola.',
  'no-contact': 'Warga tidak meninggalkan nomor; sampaikan di loket.',
  'unknown-subject': 'Permohonan atau percakapannya tidak ditemukan; beri tahu pengelola.',
  'template-unusable': 'Templat pesan sedang tidak boleh dipakai; kirim ulang setelah templat disetujui lagi.',
  unknown: 'Tidak diketahui apakah pesan sampai; tanyakan kepada warga sebelum mengirim ulang.',
};

/** @param reason a class of the error table, or one of our own; another one is told as it is */
export function failureWords(reason: string): string {
  return isReason(reason) ? words[reason] : `Gagal (${reason}); beri tahu pengelola.`;
}

function isReason(reason: string): reason is Reason {
  return Object.hasOwn(words, reason);
}
