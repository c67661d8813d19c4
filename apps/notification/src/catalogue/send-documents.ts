import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const sendDocuments = reply({
  ...lateReply,
  key: 'send-documents',
  says: 'Documents are announced in words: how to send them.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Silakan kirim fotonya di percakapan ini: foto ASLI, satu lembar penuh, terang, dan tidak miring. Balas *SELESAI* bila semua sudah terkirim.',
      '',
      'Belum pernah mengirim data permohonan? Kirim dulu dengan format ini, lalu fotonya:',
      '#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG',
      '(ganti HILANG dengan RUSAK bila kartunya rusak)',
    ].join('\n'),
});
