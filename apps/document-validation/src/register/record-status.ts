/** What a status of the biometric record means for a card request. */
export interface RecordStanding {
  /** SIAK's own word, as `PRINT_READY_RECORD`. */
  readonly status: string;
  readonly printable: boolean;
  /** Why it is not printable: `recording` the person must come, `deduplication` the centre is at work. */
  readonly waitsFor: 'recording' | 'deduplication' | undefined;
  /** For the clerk, in Indonesian. */
  readonly meaning: string;
  readonly nextStep: string;
}

const printed = { printable: true, waitsFor: undefined, nextStep: 'cetak ulang boleh dilanjutkan' } as const;
const recordAgain = {
  printable: false,
  waitsFor: 'recording',
  nextStep: 'hapus data gagal di pusat, lalu undang warga untuk perekaman',
} as const;
/** A second recording would make a duplicate and block the card: whoever is on the way is never asked to record again. */
const onItsWay = { printable: false, waitsFor: 'deduplication' } as const;

/** The named states of the enrolment (domain 1.4). Others are kept raw and shown to the officer. */
const states: Readonly<Record<string, Omit<RecordStanding, 'status'>>> = {
  UNREGISTERED: {
    printable: false,
    waitsFor: 'recording',
    meaning: 'NIK ada, belum pernah direkam',
    nextStep: 'undang warga untuk perekaman',
  },
  BIO_CAPTURED: {
    ...onItsWay,
    meaning: 'terekam, masih di server lokal',
    nextStep: 'kirim ulang bila macet; jangan rekam ulang',
  },
  PROCESSING: { ...onItsWay, meaning: 'sedang disiapkan untuk dikirim', nextStep: 'tunggu; jangan rekam ulang' },
  SENT_FOR_ENROLLMENT: {
    ...onItsWay,
    meaning: 'menunggu penunggalan di pusat',
    nextStep: 'tunggu; jangan rekam ulang',
  },
  RECEIVED_AT_CENTRAL: { ...onItsWay, meaning: 'sudah tiba di pusat', nextStep: 'tunggu; jangan rekam ulang' },
  SEARCH_FAILURE_AT_CENTRAL: {
    ...onItsWay,
    meaning: 'pencarian di pusat gagal',
    nextStep: 'eskalasi ke pusat; jangan rekam ulang',
  },
  ENROLL_FAILURE_AT_CENTRAL: { ...recordAgain, meaning: 'biometrik tidak lengkap atau tidak terbaca di pusat' },
  ENROLL_FAILURE_AT_REGIONAL: { ...recordAgain, meaning: 'biometrik tidak lengkap atau tidak terbaca di daerah' },
  ADJUDICATE_RECORD: {
    ...onItsWay,
    meaning: 'sidik jari mirip dengan rekaman lain',
    nextStep: 'minta penyelesaian Ditjen; jangan rekam ulang sebelum dihapus',
  },
  REQUEST_VALIDATION: { ...onItsWay, meaning: 'perlu validasi', nextStep: 'eskalasi ke pusat' },
  DUPLICATE_RECORD: {
    ...onItsWay,
    meaning: 'tercatat rekam ganda',
    nextStep: 'ajukan penghapusan duplikat; jangan rekam ulang',
  },
  PRINT_READY_RECORD: {
    printable: true,
    waitsFor: undefined,
    meaning: 'siap cetak (PRR)',
    nextStep: 'pencetakan boleh dilanjutkan',
  },
  SENT_FOR_CARD_PRINTING: {
    ...onItsWay,
    meaning: 'sudah dikirim untuk dicetak',
    nextStep: 'periksa hasil cetak di SIAK',
  },
  CARD_PRINTED: { ...printed, meaning: 'pernah dicetak' },
  CARD_SHIPPED: { ...printed, meaning: 'pernah dikirim' },
  CARD_ISSUED: { ...printed, meaning: 'pernah diserahkan' },
};

/** The named states of the enrolment. */
export const recordStatuses: readonly string[] = Object.keys(states);

const shortForms: Readonly<Record<string, string>> = {
  PRR: 'PRINT_READY_RECORD',
  SFE: 'SENT_FOR_ENROLLMENT',
  BC: 'BIO_CAPTURED',
};

/**
 * Reads a status as SIAK shows it, in whatever case and spacing, short forms included.
 * @returns undefined for a status that nobody has described: it is kept raw and decides nothing
 */
export function standingOf(raw: string): RecordStanding | undefined {
  const spelled = raw
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  const status = shortForms[spelled] ?? spelled;
  const found = Object.hasOwn(states, status) ? states[status] : undefined;
  return found && { status, ...found };
}
