import { type Label, labels } from './router/labels.js';

/** A wish as a citizen is reminded of it, and the word that brings its answer. */
const wishes: Partial<Readonly<Record<Label, readonly [string, string]>>> = {
  BATAL: ['pembatalan', 'BATAL'],
  PENGADUAN: ['pengaduan', 'PENGADUAN'],
  HAK_DATA: ['data pribadi', 'PRIVASI'],
  MINTA_PETUGAS: ['bicara dengan petugas', 'PETUGAS'],
  CEK_STATUS: ['status permohonan', 'STATUS'],
  INFO_PENGAMBILAN: ['pengambilan', 'PENGAMBILAN'],
  JEMPUT_BOLA: ['jemput bola', 'JEMPUT BOLA'],
  INFO_LUAR_DOMISILI: ['KTP-el luar domisili', 'LUAR DOMISILI'],
  INFO_SYARAT_HILANG: ['KTP-el hilang', 'KTP HILANG'],
  INFO_SYARAT_RUSAK: ['KTP-el rusak', 'KTP RUSAK'],
  INFO_SYARAT_UBAH_DATA: ['perubahan data', 'UBAH DATA'],
  INFO_SYARAT_PINDAH: ['pindah datang', 'PINDAH DATANG'],
  INFO_SYARAT_WNA: ['KTP-el orang asing', 'KTP WNA'],
  INFO_SYARAT_BARU: ['KTP-el baru', 'KTP BARU'],
  INFO_SUKET: ['surat keterangan pengganti', 'SUKET'],
  INFO_IKD: ['identitas digital', 'IKD'],
  INFO_REKAM: ['perekaman', 'REKAM'],
  INFO_BLANGKO: ['stok blangko', 'BLANGKO'],
  INFO_BIAYA: ['biaya', 'BIAYA'],
  INFO_JADWAL_LOKASI: ['jadwal dan lokasi', 'JADWAL'],
  LAYANAN_LAIN: ['dokumen lain', 'AKTA'],
  NIK_BERMASALAH: ['NIK bermasalah', 'NIK TIDAK AKTIF'],
};

/** The words for what a message wants besides its most urgent wish: `biaya (balas BIAYA)`; wishes without an own answer are left out. */
export function nameWishes(labels: readonly Label[]): string[] {
  return labels.flatMap((label) => {
    const wish = wishes[label];
    return wish ? [`${wish[0]} (balas *${wish[1]}*)`] : [];
  });
}

/** Each wish that is named, with the word that must bring its answer. */
export const answerWords: readonly (readonly [Label, string])[] = labels.flatMap((label) => {
  const wish = wishes[label];
  return wish ? [[label, wish[1]] as const] : [];
});
