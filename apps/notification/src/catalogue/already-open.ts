import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const alreadyOpen = reply({
  ...lateReply,
  key: 'already-open',
  says: 'The same request for the same person is open already.',
  variables: z.looseObject({ ticket: z.string() }),
  examples: [{ ticket: 'L-4F7K2' }],
  text: ({ ticket }) =>
    [
      `Permohonan yang sama sudah ada dengan nomor *${ticket}* dan masih berjalan.`,
      '',
      'Tidak perlu mengajukan lagi. Balas *STATUS* untuk melihat perkembangannya.',
    ].join('\n'),
});
