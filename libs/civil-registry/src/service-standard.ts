import { listRequirements, type ListedRequirement } from './requirements.js';
import { serviceKindFacts, serviceKinds, type BiometricStep, type ServiceKind } from './service-kinds.js';

/** What the region promises and where it can be reached: the settings that a public standard needs. */
export interface StandardSettings {
  readonly publicPromiseWorkingDays: number;
  readonly complaintChannel: string;
}

/** The public service standard of one kind: PermenPANRB 15/2014, the six components of service delivery. */
export interface ServiceStandard {
  readonly kind: ServiceKind;
  readonly title: string;
  readonly applicant: string;
  readonly documents: readonly ListedRequirement[];
  readonly form: string;
  /** How it goes, in order. */
  readonly steps: readonly string[];
  readonly inPerson: BiometricStep;
  readonly time: { readonly workingDays: number; readonly text: string };
  readonly fee: { readonly rupiah: 0; readonly text: string };
  readonly product: string;
  readonly complaint: string;
  readonly law: string;
}

const fee = {
  rupiah: 0,
  text: 'Gratis (UU 24/2013 pasal 79A). Bila ada yang meminta uang, mohon laporkan.',
} as const;

function recordingStep(biometrics: BiometricStep): string | null {
  switch (biometrics) {
    case 'in-person':
      return 'Datang sendiri untuk perekaman foto, sidik jari, iris mata, dan tanda tangan.';
    case 'photo-in-person':
      return 'Datang sendiri untuk pengambilan foto baru.';
    case 'only-if-never-recorded':
      return 'Tidak perlu rekam ulang bila sudah pernah perekaman.';
    case 'none':
      return null;
  }
}

/** The public standard of one kind, ready to be shown or sent; the texts are Indonesian. */
export function serviceStandard(kind: ServiceKind, settings: StandardSettings): ServiceStandard {
  const facts = serviceKindFacts[kind];
  const days = settings.publicPromiseWorkingDays;
  const recording = recordingStep(facts.biometrics);
  return {
    kind,
    title: facts.title,
    applicant: facts.applicant,
    documents: listRequirements(kind),
    form: facts.form,
    steps: [
      facts.byWhatsapp
        ? 'Kirim data dan foto dokumen lewat WhatsApp, atau datang ke loket.'
        : 'Daftar lewat WhatsApp atau di loket.',
      ...(recording === null ? [] : [recording]),
      'Berkas diperiksa; bila ada yang kurang, semuanya diberitahukan dalam satu pesan.',
      'KTP-el dicetak, lalu diambil setelah ada pemberitahuan.',
    ],
    inPerson: facts.biometrics,
    time: { workingDays: days, text: `Paling lama ${days} hari kerja sejak berkas lengkap.` },
    fee,
    product: 'KTP-el',
    complaint: settings.complaintChannel,
    law: facts.law,
  };
}

/** The standards of all kinds, in the order of the law: the answer of `GET /requirements`. */
export function serviceStandards(settings: StandardSettings): readonly ServiceStandard[] {
  return serviceKinds.map((kind) => serviceStandard(kind, settings));
}
