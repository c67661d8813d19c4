import { z } from 'zod';
import { reply } from './message.js';
import { whenPeopleAnswer } from './phrases.js';
import { lateReply } from './reply-template.js';

export const notUnderstoodAgain = reply({
  ...lateReply,
  key: 'not-understood-again',
  says: 'Two messages in a row were not understood: a person reads on from here; the counters and the menu beside it.',
  variables: z.looseObject({ offices: z.array(z.string()).min(1), from: z.iso.datetime().optional() }),
  examples: [{ offices: ['Kantor Disdukcapil, Jalan Contoh 1 (jam layanan: tanyakan di loket)'] }],
  text: ({ offices, from }, { setting }) =>
    [
      `Mohon maaf, kami belum memahami pesan Bapak/Ibu. Petugas akan membaca percakapan ini dan menjawab di sini${whenPeopleAnswer(from, setting)}. Petugas juga dapat membantu di loket:`,
      ...offices.map((office) => `• ${office}`),
      '',
      'Atau balas dengan satu kata: *SYARAT*, *STATUS*, *BIAYA*, *JADWAL*, *BATAL*, *MENU*.',
    ].join('\n'),
});
