import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const recordingInPerson = reply({
  ...lateReply,
  key: 'recording-in-person',
  says: 'Recording: in person, once in a lifetime; places and confirmed hours.',
  variables: z.looseObject({ offices: z.array(z.string()).min(1) }),
  examples: [{ offices: ['Kantor Disdukcapil, Jalan Contoh 1 (jam layanan: tanyakan di loket)'] }],
  text: ({ offices }) =>
    [
      'Perekaman (foto, sidik jari, iris mata, tanda tangan) harus datang sendiri dan tidak dapat diwakilkan. Bawa KK.',
      'Boleh direkam mulai umur 16 tahun; KTP-el dicetak saat umur 17 tahun atau sudah menikah.',
      'Yang sudah pernah direkam tidak perlu rekam ulang.',
      '',
      'Tempat layanan:',
      ...offices.map((office) => `• ${office}`),
      '',
      'Tempat dan waktu perekaman mohon dipastikan di loket sebelum berangkat.',
      'Lanjut usia, sakit, disabilitas, atau tinggal jauh? Balas *JEMPUT BOLA*.',
    ].join('\n'),
});
