import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const pickupRules = reply({
  ...lateReply,
  key: 'pickup-rules',
  says: 'Who may collect a finished card, and what to bring.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'KTP-el yang sudah siap diambil di tempat yang kami sebut dalam pesan "siap diambil".',
      'Bawa KK, dan KTP-el lama atau yang rusak bila ada (akan ditarik).',
      'Boleh diwakili keluarga dalam satu KK. Orang lain membawa surat kuasa (formulir F-1.07).',
      '',
      'Balas *STATUS* untuk melihat apakah KTP-el Bapak/Ibu sudah siap.',
    ].join('\n'),
});
