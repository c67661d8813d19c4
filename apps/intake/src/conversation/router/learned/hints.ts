import type { Concept } from '../known-words.js';
import type { Aspect } from '../labels.js';

/**
 * What a concept speaks for before any message is learned: what a clerk would guess from that word alone. A concept that is
 * not listed (a word of time, of place, of politeness) speaks for nothing by itself.
 */
const hints: Partial<Readonly<Record<Concept, readonly Aspect[]>>> = {
  lost: ['kind HILANG'],
  broken: ['kind RUSAK'],
  change: ['kind UBAH_DATA'],
  photoChange: ['kind UBAH_DATA'],
  move: ['kind PINDAH'],
  foreign: ['kind WNA'],
  outside: ['kind LUAR_DOMISILI'],
  elsewhere: ['kind LUAR_DOMISILI'],
  fresh: ['kind BARU'],
  need: ['asks what is needed'],
  how: ['asks what is needed'],
  apply: ['applies'],
  send: ['applies', 'KIRIM_BERKAS'],
  again: ['KIRIM_BERKAS'],
  cancel: ['BATAL'],
  complaint: ['PENGADUAN'],
  bribe: ['PENGADUAN'],
  misprint: ['PENGADUAN'],
  dataRight: ['HAK_DATA'],
  officer: ['MINTA_PETUGAS'],
  status: ['CEK_STATUS'],
  pickup: ['INFO_PENGAMBILAN'],
  record: ['INFO_REKAM'],
  home: ['JEMPUT_BOLA'],
  frail: ['JEMPUT_BOLA'],
  suket: ['INFO_SUKET'],
  ikd: ['INFO_IKD'],
  blank: ['INFO_BLANGKO'],
  printNow: ['INFO_BLANGKO'],
  machine: ['INFO_BLANGKO'],
  inactive: ['NIK_BERMASALAH'],
  fee: ['INFO_BIAYA'],
  hours: ['INFO_JADWAL_LOKASI'],
  place: ['INFO_JADWAL_LOKASI'],
  otherPaper: ['LAYANAN_LAIN'],
  survey: ['SURVEI'],
  offTopic: ['DI_LUAR_TOPIK'],
  greet: ['SAPAAN'],
  thanks: ['PENUTUP'],
  ticket: ['CEK_STATUS'],
  idNumber: ['applies'],
};

const byName: ReadonlyMap<string, readonly Aspect[]> = new Map(Object.entries(hints));

export function hintsOfConcept(name: string): readonly Aspect[] {
  return byName.get(name) ?? [];
}
