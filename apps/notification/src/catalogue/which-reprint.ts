import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const whichReprint = reply({
  ...lateReply,
  key: 'which-reprint',
  says: 'A new card is wanted, and not said why: the three reasons to choose from.',
  variables: z.looseObject({}),
  examples: [{}],
  menu: {
    kind: 'buttons',
    choices: [
      { words: 'AJUKAN HILANG', title: 'Kartu hilang' },
      { words: 'AJUKAN RUSAK', title: 'Kartu rusak' },
      { words: 'AJUKAN UBAH DATA', title: 'Data berubah' },
    ],
  },
  text: () =>
    [
      'Cetak ulang KTP-el karena apa: kartunya *hilang*, *rusak*, atau *datanya berubah*?',
      'Kami tanyakan langkah demi langkah. GRATIS, tanpa calo.',
    ].join('\n'),
});
