import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const confirmWithdrawal = reply({
  ...lateReply,
  key: 'confirm-withdrawal',
  says: 'It sounds like a withdrawal, and is not sure: asks before anything is withdrawn.',
  variables: z.looseObject({}),
  examples: [{}],
  menu: {
    kind: 'buttons',
    choices: [
      { words: 'BATAL', title: 'Ya, batalkan' },
      { words: 'STATUS', title: 'Tidak, teruskan' },
    ],
  },
  text: () => ['Apakah Bapak/Ibu ingin membatalkan permohonan?', 'Bila tidak, permohonan tetap berjalan.'].join('\n'),
});
