import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const personWanted = reply({
  ...lateReply,
  key: 'person-wanted',
  says: 'A person is asked for: where there is one.',
  variables: z.looseObject({ offices: z.array(z.string()).min(1) }),
  examples: [{ offices: ['Kantor Disdukcapil, Jalan Contoh 1 (jam layanan: tanyakan di loket)'] }],
  text: ({ offices }) =>
    [
      'Percakapan ini dijawab otomatis. Untuk berbicara dengan petugas, mohon datang ke loket:',
      ...offices.map((office) => `• ${office}`),
      '',
      'Balas *MENU* untuk melihat yang dapat kami jawab di sini.',
    ].join('\n'),
});
