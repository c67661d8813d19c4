import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const withdrawalRefused = reply({
  ...lateReply,
  key: 'withdrawal-refused',
  says: 'The citizen withdraws, and the card is begun already.',
  variables: z.looseObject({ ticket: z.string() }),
  examples: [{ ticket: 'L-4F7K2' }],
  text: ({ ticket }) =>
    [
      `Mohon maaf, permohonan *${ticket}* tidak dapat dibatalkan lagi karena KTP-el sudah dicetak atau sedang dicetak.`,
      '',
      'Permohonan tetap dilanjutkan, dan kami kabarkan bila KTP-el sudah dapat diambil.',
    ].join('\n'),
});
