import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const nikTrouble = reply({
  ...lateReply,
  key: 'nik-trouble',
  says: 'A NIK that is not found or not active elsewhere: what to do.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'NIK yang tidak ditemukan, tidak aktif, ganda, atau belum sinkron harus diperiksa petugas pada data kependudukan.',
      'Mohon datang ke loket dengan KK asli dan KTP-el, serta bukti dari tempat yang menolak (misalnya foto layar).',
      'Jangan rekam ulang: data dapat tercatat ganda. NIK tidak pernah berubah.',
    ].join('\n'),
});
