/** The kinds of e-KTP request: Perpres 96/2018 art. 14, split by citizenship and cause, and one local kind (new photo). */
export const serviceKinds = [
  'BARU_WNI',
  'BARU_WNA',
  'PINDAH_DALAM_NKRI',
  'PINDAH_DARI_LN',
  'PINDAH_WNA',
  'UBAH_DATA',
  'PERPANJANG_WNA',
  'HILANG',
  'RUSAK',
  'LUAR_DOMISILI',
  'GANTI_FOTO',
] as const;

export type ServiceKind = (typeof serviceKinds)[number];

/**
 * What has to happen in person. One recording per life: a second one blocks the card, so only `in-person` kinds ever
 * invite to a recording by themselves.
 */
export type BiometricStep = 'in-person' | 'only-if-never-recorded' | 'photo-in-person' | 'none';

/** What the citizen gives back, at the latest on hand-over. */
export type Surrender = 'nothing' | 'old-card' | 'old-card-if-any' | 'damaged-card' | 'damaged-card-if-any';

export interface ServiceKindFacts {
  readonly kind: ServiceKind;
  /** For citizens and clerks. */
  readonly title: string;
  /** Who may ask for it. */
  readonly applicant: string;
  readonly citizenship: 'WNI' | 'WNA' | 'any';
  /** Help for an officer. Article numbers are second-hand: no rule may hang on them. */
  readonly law: string;
  readonly form: 'F-1.02';
  readonly biometrics: BiometricStep;
  readonly surrender: Surrender;
  /** Whether the whole file can come by WhatsApp (domain 1.5). */
  readonly byWhatsapp: boolean;
}

const form = 'F-1.02';

export const serviceKindFacts: Readonly<Record<ServiceKind, ServiceKindFacts>> = {
  BARU_WNI: {
    kind: 'BARU_WNI',
    title: 'KTP-el baru (perekaman pertama)',
    applicant: 'WNI berusia 17 tahun, atau sudah/pernah kawin',
    citizenship: 'WNI',
    law: 'Perpres 96/2018 pasal 14 huruf a dan pasal 15',
    form,
    biometrics: 'in-person',
    surrender: 'nothing',
    byWhatsapp: false,
  },
  BARU_WNA: {
    kind: 'BARU_WNA',
    title: 'KTP-el baru untuk orang asing pemegang ITAP',
    applicant: 'orang asing pemegang ITAP berusia 17 tahun, atau sudah/pernah kawin',
    citizenship: 'WNA',
    law: 'Perpres 96/2018 pasal 14 huruf a dan pasal 16',
    form,
    biometrics: 'in-person',
    surrender: 'nothing',
    byWhatsapp: false,
  },
  PINDAH_DALAM_NKRI: {
    kind: 'PINDAH_DALAM_NKRI',
    title: 'KTP-el karena pindah datang',
    applicant: 'WNI yang pindah datang dari daerah lain di Indonesia',
    citizenship: 'WNI',
    law: 'Perpres 96/2018 pasal 14 huruf b',
    form,
    biometrics: 'only-if-never-recorded',
    surrender: 'old-card',
    byWhatsapp: true,
  },
  PINDAH_DARI_LN: {
    kind: 'PINDAH_DARI_LN',
    title: 'KTP-el karena datang dari luar negeri',
    applicant: 'WNI yang datang dari luar negeri',
    citizenship: 'WNI',
    law: 'Perpres 96/2018 pasal 14 huruf b; Permendagri 108/2019 pasal 20',
    form,
    biometrics: 'only-if-never-recorded',
    surrender: 'old-card-if-any',
    byWhatsapp: true,
  },
  PINDAH_WNA: {
    kind: 'PINDAH_WNA',
    title: 'KTP-el karena pindah datang orang asing pemegang ITAP',
    applicant: 'orang asing pemegang ITAP yang pindah datang',
    citizenship: 'WNA',
    law: 'Perpres 96/2018 pasal 14 huruf b; Permendagri 108/2019 pasal 20 ayat (5)',
    form,
    biometrics: 'only-if-never-recorded',
    surrender: 'old-card',
    byWhatsapp: true,
  },
  UBAH_DATA: {
    kind: 'UBAH_DATA',
    title: 'KTP-el karena perubahan data',
    applicant: 'WNI atau orang asing pemegang ITAP yang KK-nya sudah memuat data baru',
    citizenship: 'any',
    law: 'Perpres 96/2018 pasal 14 huruf c',
    form,
    biometrics: 'none',
    surrender: 'old-card',
    byWhatsapp: true,
  },
  PERPANJANG_WNA: {
    kind: 'PERPANJANG_WNA',
    title: 'Perpanjangan KTP-el orang asing pemegang ITAP',
    applicant: 'orang asing pemegang ITAP, paling lambat 30 hari sebelum ITAP berakhir',
    citizenship: 'WNA',
    law: 'Perpres 96/2018 pasal 14 huruf d; UU 24/2013 pasal 63',
    form,
    biometrics: 'none',
    surrender: 'old-card',
    byWhatsapp: true,
  },
  HILANG: {
    kind: 'HILANG',
    title: 'KTP-el pengganti karena hilang',
    applicant: 'WNI atau orang asing pemegang ITAP yang KTP-el-nya hilang',
    citizenship: 'any',
    law: 'Perpres 96/2018 pasal 14 huruf e',
    form,
    biometrics: 'only-if-never-recorded',
    surrender: 'nothing',
    byWhatsapp: true,
  },
  RUSAK: {
    kind: 'RUSAK',
    title: 'KTP-el pengganti karena rusak',
    applicant: 'WNI atau orang asing pemegang ITAP yang KTP-el-nya rusak',
    citizenship: 'any',
    law: 'Perpres 96/2018 pasal 14 huruf e',
    form,
    biometrics: 'only-if-never-recorded',
    surrender: 'damaged-card',
    byWhatsapp: true,
  },
  LUAR_DOMISILI: {
    kind: 'LUAR_DOMISILI',
    title: 'KTP-el di luar domisili (tanpa perubahan data)',
    applicant: 'WNI yang berdomisili di kabupaten/kota lain',
    citizenship: 'WNI',
    law: 'Perpres 96/2018 pasal 14 huruf f dan pasal 22',
    form,
    biometrics: 'only-if-never-recorded',
    surrender: 'damaged-card-if-any',
    byWhatsapp: true,
  },
  GANTI_FOTO: {
    kind: 'GANTI_FOTO',
    title: 'KTP-el karena ganti foto',
    applicant: 'WNI yang wajahnya berubah tetap, atau yang fotonya tidak sesuai lagi',
    citizenship: 'WNI',
    law: 'Permendagri 74/2015 pasal 13',
    form,
    biometrics: 'photo-in-person',
    surrender: 'old-card',
    byWhatsapp: false,
  },
};
