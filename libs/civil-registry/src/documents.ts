/** Codes of the documents that a citizen may have to show. The codes are Loket's own; the names are the office's words. */
export const documentCodes = [
  'KK',
  'KTP_LAMA',
  'SURAT_KEHILANGAN',
  'SKPWNI',
  'SURAT_PINDAH_PERWAKILAN',
  'SK_DATANG_LN',
  'SKP_WNA',
  'PASPOR',
  'ITAP',
  'BUKU_NIKAH',
  'AKTA_PERKAWINAN',
  'AKTA_PERCERAIAN',
] as const;

export type DocumentCode = (typeof documentCodes)[number];

/** How a document is called and how a citizen makes its photo right, in plain Indonesian. */
export interface DocumentFacts {
  readonly code: DocumentCode;
  readonly name: string;
  /** What citizens call it, in at most 20 letters: a button, and the words that name it. */
  readonly called: string;
  /** One sentence that tells how to send it well; it follows "Mohon". */
  readonly howToSend: string;
}

const wholePage = 'foto dokumen asli, satu lembar penuh, tidak miring, dan tidak buram';

/** Every document that Loket knows, by its code. */
export const documents: Readonly<Record<DocumentCode, DocumentFacts>> = {
  KK: {
    code: 'KK',
    name: 'Kartu Keluarga (KK)',
    called: 'KK',
    howToSend: `${wholePage}; nomor KK di bagian atas harus terbaca`,
  },
  KTP_LAMA: {
    code: 'KTP_LAMA',
    name: 'KTP-el lama',
    called: 'KTP lama',
    howToSend: 'foto sisi depan kartu asli, keempat sudutnya terlihat, tidak silau, dan tidak buram',
  },
  SURAT_KEHILANGAN: {
    code: 'SURAT_KEHILANGAN',
    name: 'Surat keterangan kehilangan dari kepolisian',
    called: 'Surat polisi',
    howToSend: `${wholePage}; nomor, tanggal, dan cap surat harus terbaca`,
  },
  SKPWNI: {
    code: 'SKPWNI',
    name: 'Surat keterangan pindah (SKPWNI) dari Disdukcapil daerah asal',
    called: 'SKPWNI',
    howToSend: `${wholePage}; nomor surat harus terbaca`,
  },
  SURAT_PINDAH_PERWAKILAN: {
    code: 'SURAT_PINDAH_PERWAKILAN',
    name: 'Surat keterangan pindah dari Perwakilan RI di luar negeri',
    called: 'Surat pindah KJRI',
    howToSend: wholePage,
  },
  SK_DATANG_LN: {
    code: 'SK_DATANG_LN',
    name: 'Surat keterangan datang dari luar negeri dari Disdukcapil',
    called: 'Surat datang',
    howToSend: wholePage,
  },
  SKP_WNA: {
    code: 'SKP_WNA',
    name: 'Surat keterangan pindah (SKP) dari daerah asal',
    called: 'Surat pindah',
    howToSend: wholePage,
  },
  PASPOR: {
    code: 'PASPOR',
    name: 'Dokumen perjalanan (paspor)',
    called: 'Paspor',
    howToSend: 'foto halaman identitas paspor asli sampai dua baris kode di bawahnya, tidak silau, dan tidak buram',
  },
  ITAP: {
    code: 'ITAP',
    name: 'Kartu izin tinggal tetap (ITAP)',
    called: 'ITAP',
    howToSend: 'foto kartu ITAP asli, keempat sudutnya dan masa berlakunya terlihat, dan tidak buram',
  },
  BUKU_NIKAH: {
    code: 'BUKU_NIKAH',
    name: 'Buku nikah',
    called: 'Buku nikah',
    howToSend: 'foto halaman data suami istri pada buku nikah asli, kedua halaman terlihat penuh, dan tidak buram',
  },
  AKTA_PERKAWINAN: {
    code: 'AKTA_PERKAWINAN',
    name: 'Kutipan akta perkawinan',
    called: 'Akta nikah',
    howToSend: wholePage,
  },
  AKTA_PERCERAIAN: {
    code: 'AKTA_PERCERAIAN',
    name: 'Akta cerai atau kutipan akta perceraian',
    called: 'Akta cerai',
    howToSend: wholePage,
  },
};
