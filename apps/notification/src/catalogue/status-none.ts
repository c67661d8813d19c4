import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const statusNone = reply({
  ...lateReply,
  key: 'status-none',
  says: 'The citizen asks for the state, and this number has no open request.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Belum ada permohonan yang berjalan dari nomor WhatsApp ini.',
      '',
      'Bila mengajukan di loket atau dari nomor lain, silakan lihat lewat tautan yang diberikan saat pengajuan.',
    ].join('\n'),
});
