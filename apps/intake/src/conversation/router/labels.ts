/**
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
