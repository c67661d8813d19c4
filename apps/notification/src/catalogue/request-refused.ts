import { z } from 'zod';
import { reply } from './message.js';
import { numbered } from './phrases.js';
import { lateReply } from './reply-template.js';

export const requestRefused = reply({
  ...lateReply,
  key: 'request-refused',
  says: 'Nobody like this can ask for this kind (age, citizenship): why, before anything is opened.',
  variables: z.looseObject({ problems: z.array(z.string().max(300)) }),
  examples: [{ problems: ['Perekaman dapat dilakukan mulai usia 16 tahun, dan KTP-el terbit pada usia 17 tahun.'] }],
  text: ({ problems }) =>
    [
      'Mohon maaf, permohonan ini belum dapat dibuka.',
      numbered(problems),
      '',
      'Balas MENU untuk layanan lain, atau PETUGAS untuk bicara dengan petugas.',
    ].join('\n'),
});
