import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const nothingToWithdraw = reply({
  ...lateReply,
  key: 'nothing-to-withdraw',
  says: 'The citizen withdraws, and nothing is open that could be withdrawn.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () => 'Tidak ada permohonan dari nomor WhatsApp ini yang dapat dibatalkan.',
});
