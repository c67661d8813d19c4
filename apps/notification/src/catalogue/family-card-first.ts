import { kind as kindSchema } from '#contracts';
import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const familyCardFirst = reply({
  ...lateReply,
  key: 'family-card-first',
  says: 'The family card does not show the change yet: it is renewed first, then the card is printed from it.',
  variables: z.looseObject({ kind: kindSchema.optional() }),
  examples: [{ kind: 'UBAH_DATA' }, { kind: 'PINDAH_DALAM_NKRI' }],
  text: ({ kind }) =>
    [
      'KTP-el dicetak dari data KK, jadi *KK diperbarui lebih dahulu*.',
      kind === 'PINDAH_DALAM_NKRI'
        ? 'Mohon ke loket dengan surat pindah (SKPWNI) dari daerah asal untuk KK di alamat baru.'
        : 'Mohon ke loket layanan KK dengan bukti perubahannya (misalnya akta, ijazah, atau buku nikah).',
      'Setelah KK baru jadi, tulis lagi di sini: KTP-el tidak perlu rekam ulang.',
      '',
      'Semua layanan GRATIS, tanpa calo.',
    ].join('\n'),
});
