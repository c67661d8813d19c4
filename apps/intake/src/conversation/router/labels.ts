/**
 * What tells a label from its neighbours; whoever adds a message to learned/messages.tsv labels it by these.
 *
 * - SAPAAN, PENUTUP: nothing else is spoken of. "Pagi, ktp saya hilang" is no greeting.
 * - INFO_SYARAT_* asks or tells what happened ("ktp saya hilang"); AJUKAN_* gives a number, papers, or asks for it to be done.
 * - INFO_SYARAT_UBAH_DATA wishes data changed, or has borne a mistake for long; PENGADUAN got a new card that the office printed wrong.
 * - INFO_LUAR_DOMISILI keeps the home elsewhere and wants a card here; INFO_SYARAT_PINDAH becomes a resident.
 *   Both win over what happened to the card: a lost card of Makassar is LUAR_DOMISILI. WNA wins over either.
 * - INFO_REKAM comes to be recorded; JEMPUT_BOLA cannot come: the sick, the old, the far village, the school.
 * - CEK_STATUS asks whether or when; INFO_PENGAMBILAN asks who, where, how, with what ("sudah jadi, siapa boleh ambil").
 * - CEK_STATUS waits; PENGADUAN is angry about the wait, a person, or money.
 * - INFO_BIAYA asks the price; PENGADUAN was asked for money.
 * - KIRIM_BERKAS sends a paper and names no kind of request; with a kind it is AJUKAN_*.
 * - MINTA_PETUGAS wants a person to answer; "tolong petugas datang" is JEMPUT_BOLA, "petugas kasar" PENGADUAN.
 * - LAYANAN_LAIN: akta, KK, KIA, pindah keluar, whatever happened to them. NIK_BERMASALAH: a number that elsewhere does not work.
 * - HAK_DATA: data that we keep; data that is wrong on the card is UBAH_DATA.
 * - TIDAK_JELAS: nobody could tell without asking.
 *
 * What a message can want (domain 7.3), the most urgent first: what stops or endangers a request, then what moves one on,
 * then questions, the plainest last. Of two intents in one message the earlier is answered and the later is named.
 */
export const labels = [
  'BATAL',
  'PENGADUAN',
  'HAK_DATA',
  'MINTA_PETUGAS',
  'AJUKAN_HILANG',
  'AJUKAN_RUSAK',
  'AJUKAN_WNA',
  'AJUKAN_LUAR_DOMISILI',
  'AJUKAN_PINDAH',
  'AJUKAN_UBAH_DATA',
  'AJUKAN_BARU',
  'KIRIM_BERKAS',
  'NIK_BERMASALAH',
  'CEK_STATUS',
  'INFO_PENGAMBILAN',
  'JEMPUT_BOLA',
  'INFO_SYARAT_WNA',
  'INFO_LUAR_DOMISILI',
  'INFO_SYARAT_HILANG',
  'INFO_SYARAT_RUSAK',
  'INFO_SYARAT_PINDAH',
  'INFO_SYARAT_UBAH_DATA',
  'INFO_SUKET',
  'INFO_IKD',
  'INFO_REKAM',
  'INFO_SYARAT_BARU',
  'INFO_BLANGKO',
  'INFO_BIAYA',
  'INFO_JADWAL_LOKASI',
  'LAYANAN_LAIN',
  'SURVEI',
  'DI_LUAR_TOPIK',
  'PENUTUP',
  'SAPAAN',
  'TIDAK_JELAS',
] as const;

export type Label = (typeof labels)[number];

/** Smaller is more urgent. */
export function urgencyOf(label: Label): number {
  return labels.indexOf(label);
}

export const isLabel = (text: string): text is Label => labels.some((label) => label === text);

const kinds = ['LUAR_DOMISILI', 'HILANG', 'RUSAK', 'WNA', 'PINDAH', 'UBAH_DATA', 'BARU'] as const;

/** What a label is made of: itself, or what it has in common with others. */
export type Aspect = Label | `kind ${(typeof kinds)[number]}` | 'applies' | 'asks what is needed';

/**
 * The label itself, the kind of request, and whether that is asked about or applied for. What is learned of one label of
 * a kind then serves the other.
 */
export function aspectsOf(label: Label): Aspect[] {
  const kind = kinds.find((name) => label.endsWith(`_${name}`));
  if (kind === undefined) return [label];
  return [label, `kind ${kind}`, label.startsWith('AJUKAN_') ? 'applies' : 'asks what is needed'];
}
