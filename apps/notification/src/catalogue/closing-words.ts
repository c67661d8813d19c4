import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const closingWords = reply({
  ...lateReply,
  key: 'closing-words',
  says: 'A thank-you or a goodbye.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Sama-sama, Bapak/Ibu. Layanan ini GRATIS, tanpa calo.',
      'Balas *STATUS* kapan saja untuk melihat permohonan, atau *MENU* untuk pilihan lain.',
    ].join('\n'),
});
