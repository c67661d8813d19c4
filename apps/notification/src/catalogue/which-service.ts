import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const whichService = reply({
  ...lateReply,
  key: 'which-service',
  says: 'Photos have come and no request: what are they for?',
  variables: z.looseObject({}),
  examples: [{}],
  menu: {
    kind: 'buttons',
    choices: [
      { words: 'KTP HILANG', title: 'KTP-el hilang' },
      { words: 'KTP RUSAK', title: 'KTP-el rusak' },
      { words: 'MENU', title: 'Lainnya' },
    ],
  },
  text: () =>
    [
      'Foto Bapak/Ibu kami terima, tetapi kami belum tahu untuk permohonan apa.',
      '',
      'Mohon kirim data dengan format ini; fotonya tidak perlu dikirim ulang:',
      '#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG',
      '(ganti HILANG dengan RUSAK bila kartunya rusak)',
    ].join('\n'),
});
