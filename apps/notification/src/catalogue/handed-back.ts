import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const handedBack = reply({
  ...lateReply,
  key: 'handed-back',
  says: 'The machine answers again after a person did, or after a silence.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Percakapan dengan petugas sudah selesai. Pesan berikutnya dijawab otomatis.',
      'Balas *PETUGAS* bila masih perlu berbicara dengan petugas, atau *MENU* untuk melihat pilihan.',
    ].join('\n'),
});
