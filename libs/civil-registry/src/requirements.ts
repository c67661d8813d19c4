import { documents, type DocumentCode } from './documents.js';
import type { ServiceKind } from './service-kinds.js';

/** What must be known about a person to say which documents are needed. Unknown facts ask for nothing extra. */
export interface Applicant {
  readonly citizenship: 'WNI' | 'WNA';
  /** Whole years on the day of the request. */
  readonly age?: number | undefined;
  /** Married or once married; unknown counts as yes before seventeen, since nothing else gives a card then. */
  readonly married?: boolean | undefined;
  /** Whether the person's biometrics are in the register; unknown counts as yes, since nobody is recorded twice. */
  readonly recorded?: boolean | undefined;
}

export interface Requirement {
  readonly document: DocumentCode;
  /** Any of these does as well. */
  readonly alternatives: readonly DocumentCode[];
  /** The document's name in this request, in Indonesian: "KTP-el yang rusak". */
  readonly name: string;
  /** How to send it well, in Indonesian. */
  readonly howToSend: string;
  /** True: a photo of the original, never of a photocopy. */
  readonly original: boolean;
  /** Why it is asked for, in Indonesian. */
  readonly reason: string;
}

/** A requirement as a list for everybody shows it: `when` says whom it concerns, where that is not everyone. */
export interface ListedRequirement extends Requirement {
  readonly when: string | null;
}

interface Rule {
  readonly document: DocumentCode;
  readonly alternatives?: readonly DocumentCode[];
  readonly name?: string;
  readonly original?: boolean;
  readonly reason: string;
  readonly only?: { readonly when: string; readonly applies: (person: Applicant) => boolean };
}

const foreigner: Rule['only'] = { when: 'bagi orang asing pemegang ITAP', applies: (p) => p.citizenship === 'WNA' };
const under17: Rule['only'] = {
  when: 'bila belum berusia 17 tahun',
  // Who is recorded ahead of their card at sixteen has no marriage to prove.
  applies: (p) => p.age !== undefined && p.age < 17 && p.married !== false,
};
const recorded: Rule['only'] = { when: 'bila sudah pernah perekaman', applies: (p) => p.recorded !== false };

const kk: Rule = { document: 'KK', reason: 'data KTP-el dicetak dari data KK' };
const newKk: Rule = {
  ...kk,
  name: 'KK baru yang sudah memuat perubahan',
  reason: 'data diubah di KK lebih dahulu, lalu KTP-el dicetak dari KK itu',
};
const passport: Rule = { document: 'PASPOR', reason: 'identitas orang asing dicocokkan dengan dokumen perjalanan' };
const itap: Rule = { document: 'ITAP', reason: 'masa berlaku KTP-el orang asing mengikuti ITAP' };
const oldCard: Rule = { document: 'KTP_LAMA', reason: 'KTP-el lama ditarik saat KTP-el baru diserahkan' };
const policeLetter: Rule = {
  document: 'SURAT_KEHILANGAN',
  reason: 'bukti bahwa KTP-el hilang; surat ini gratis di Polsek atau Polres',
};
const marriageProof: Rule = {
  document: 'BUKU_NIKAH',
  alternatives: ['AKTA_PERKAWINAN', 'AKTA_PERCERAIAN'],
  name: 'Buku nikah atau akta perkawinan/perceraian',
  reason: 'sebelum 17 tahun, KTP-el hanya untuk yang sudah atau pernah kawin',
  only: under17,
};

/** Domain 1.2. No cover letter of RT, village or sub-district is asked for: Perpres 96/2018 ended it. */
const rules: Readonly<Record<ServiceKind, readonly Rule[]>> = {
  BARU_WNI: [kk, marriageProof],
  BARU_WNA: [kk, passport, itap, marriageProof],
  PINDAH_DALAM_NKRI: [
    { document: 'SKPWNI', reason: 'bukti pindah dari daerah asal' },
    { ...newKk, name: 'KK baru di alamat baru', reason: 'KTP-el dicetak dari KK di alamat baru' },
  ],
  PINDAH_DARI_LN: [
    { document: 'SURAT_PINDAH_PERWAKILAN', reason: 'bukti pindah dari luar negeri' },
    { document: 'PASPOR', reason: 'dokumen perjalanan yang dipakai pulang' },
    { document: 'SK_DATANG_LN', reason: 'bukti bahwa kedatangan sudah dilaporkan' },
  ],
  PINDAH_WNA: [
    itap,
    passport,
    kk,
    { ...oldCard, name: 'KTP-el dari daerah asal' },
    { document: 'SKP_WNA', reason: 'bukti pindah dari daerah asal' },
  ],
  UBAH_DATA: [newKk, oldCard],
  PERPANJANG_WNA: [oldCard, kk, passport, itap],
  HILANG: [policeLetter, kk, { ...passport, only: foreigner }, { ...itap, only: foreigner }],
  RUSAK: [
    { ...oldCard, name: 'KTP-el yang rusak', reason: 'KTP-el yang rusak ditarik saat penggantinya diserahkan' },
    kk,
  ],
  LUAR_DOMISILI: [
    { ...kk, original: false, reason: 'data dicocokkan dengan KK daerah asal; fotokopi boleh' },
    {
      document: 'KTP_LAMA',
      alternatives: ['SURAT_KEHILANGAN'],
      name: 'KTP-el lama atau yang rusak, atau surat kehilangan dari kepolisian',
      reason: 'bukti bahwa KTP-el perlu diganti',
      only: recorded,
    },
  ],
  GANTI_FOTO: [oldCard, kk],
};

function requirementOf(rule: Rule): Requirement {
  const facts = documents[rule.document];
  return {
    document: rule.document,
    alternatives: rule.alternatives ?? [],
    name: rule.name ?? facts.name,
    howToSend: facts.howToSend,
    original: rule.original ?? true,
    reason: rule.reason,
  };
}

/**
 * The documents that this person has to show for a request of this kind, in the order in which to ask for them.
 * Source: domain 1.2 (Perpres 96/2018 arts. 14 to 22, Permendagri 108/2019).
 */
export function requirementsFor(kind: ServiceKind, person: Applicant): readonly Requirement[] {
  return rules[kind].filter((rule) => rule.only === undefined || rule.only.applies(person)).map(requirementOf);
}

/** All documents that anybody may have to show for a request of this kind, each with the condition under which it is needed. */
export function listRequirements(kind: ServiceKind): readonly ListedRequirement[] {
  return rules[kind].map((rule) => ({ ...requirementOf(rule), when: rule.only?.when ?? null }));
}

/** Whether a document of this code fulfils the requirement, itself or as an alternative. */
export function fulfils(requirement: Requirement, document: DocumentCode): boolean {
  return requirement.document === document || requirement.alternatives.includes(document);
}

/** The requirements that none of the given documents fulfils, in their order: what to ask the citizen for, all at once. */
export function missingFrom(
  requirements: readonly Requirement[],
  given: readonly DocumentCode[],
): readonly Requirement[] {
  return requirements.filter((requirement) => !given.some((document) => fulfils(requirement, document)));
}
