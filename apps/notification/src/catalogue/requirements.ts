import { listRequirements, serviceKindFacts } from '#civil-registry';
import { kind as kindSchema } from '#contracts';
import { z } from 'zod';
import { reply } from './message.js';
import { numbered, tutorial } from './phrases.js';
import { lateReply } from './reply-template.js';

export const requirements = reply({
  ...lateReply,
  key: 'requirements',
  says: 'What is needed for one kind of request, and how it is applied for.',
  variables: z.looseObject({ kind: kindSchema }),
  examples: [{ kind: 'HILANG' }, { kind: 'RUSAK' }, { kind: 'BARU_WNI' }],
  text: ({ kind }, { setting }) =>
    [
      ...listFor(kind),
      '',
      `Waktu layanan paling lama ${setting.workingDays} hari kerja sejak berkas lengkap. GRATIS, tanpa calo, dan tidak perlu pengantar RT.`,
      ...tutorial(setting),
    ].join('\n'),
});

type Kind = z.infer<typeof kindSchema>;

/** What is needed for one kind, with what must be done in person and how it is applied for. */
export function listFor(kind: Kind, how: 'in one message' | 'asked' = 'in one message'): string[] {
  const facts = serviceKindFacts[kind];
  const needed = listRequirements(kind).map(
    ({ name, original, when }) => `${original ? 'foto ASLI ' : ''}${name}${when === null ? '' : ` (${when})`}`,
  );
  return [`*${facts.title}*`, numbered(needed), ...inPerson(kind), ...(how === 'asked' ? [] : howToApply(kind))];
}

function inPerson(kind: Kind): string[] {
  switch (serviceKindFacts[kind].biometrics) {
    case 'in-person':
      return ['Perekaman harus datang sendiri ke loket; tidak dapat diwakilkan.'];
    case 'photo-in-person':
      return ['Pengambilan foto baru harus datang sendiri ke loket.'];
    case 'only-if-never-recorded':
      return ['Tidak perlu rekam ulang bila sudah pernah perekaman.'];
    case 'none':
      return [];
  }
}

/** How a kind is called in a request line and in a wish. */
const words: Readonly<Record<Kind, string>> = {
  HILANG: 'HILANG',
  RUSAK: 'RUSAK',
  UBAH_DATA: 'UBAH DATA',
  PINDAH_DALAM_NKRI: 'PINDAH DATANG',
  PINDAH_DARI_LN: 'PINDAH DARI LUAR NEGERI',
  PINDAH_WNA: 'PINDAH WNA',
  PERPANJANG_WNA: 'PERPANJANG WNA',
  LUAR_DOMISILI: 'LUAR DOMISILI',
  BARU_WNI: 'KTP BARU',
  BARU_WNA: 'KTP BARU WNA',
  GANTI_FOTO: 'GANTI FOTO',
};

function howToApply(kind: Kind): string[] {
  const step = `Balas *AJUKAN ${words[kind]}* untuk mengajukan langkah demi langkah`;
  if (kind === 'LUAR_DOMISILI') return [`${step}.`];
  return [`${step}, atau kirim #KTP#NIK#NoKK#Nama#Desa#Kecamatan#${words[kind]}, lalu fotonya.`];
}
