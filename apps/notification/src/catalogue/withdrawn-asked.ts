import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const withdrawnAsked = reply({
  ...lateReply,
  key: 'withdrawn-asked',
  says: 'The citizen withdraws: the wish is noted.',
  variables: z.looseObject({ ticket: z.string() }),
  examples: [{ ticket: 'L-4F7K2' }],
  text: ({ ticket }) => `Permintaan pembatalan permohonan *${ticket}* kami catat. Hasilnya segera kami kabarkan.`,
});
