import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const notUnderstoodAgain = reply({
  ...lateReply,
  key: 'not-understood-again',
  says: 'Two messages in a row were not understood: names the person at the counter beside the menu.',
  variables: z.looseObject({ offices: z.array(z.string()).min(1) }),
  examples: [{ offices: ['Kantor Disdukcapil, Jalan Contoh 1 (jam layanan: tanyakan di loket)'] }],
  text: ({ offices }) =>
    [
      'Mohon maaf, kami belum memahami pesan Bapak/Ibu. Petugas dapat membantu di loket:',
      ...offices.map((office) => `• ${office}`),
      '',
      'Atau balas dengan satu kata: *SYARAT*, *STATUS*, *BIAYA*, *JADWAL*, *BATAL*, *MENU*.',
    ].join('\n'),
});
