import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const changeNoted = reply({
  ...lateReply,
  key: 'change-noted',
  says: 'An edited or deleted message changes nothing of what is registered; how to go on.',
  variables: z.looseObject({ change: z.enum(['edit', 'revoke']), ticket: z.string().optional() }),
  examples: [{ change: 'edit' }, { change: 'revoke' }, { change: 'revoke', ticket: 'L-4F7K2' }],
  text: ({ change, ticket }) => {
    const request = ticket === undefined ? 'permohonan Bapak/Ibu' : `permohonan *${ticket}*`;
    return change === 'edit'
      ? 'Pesan yang diedit tidak mengubah yang sudah kami catat. Bila ada yang perlu diperbaiki, mohon tulis lagi sebagai pesan baru.'
      : `Pesan yang dihapus sudah tercatat pada ${request} dan tetap tersimpan sebagai berkas. Balas *BATAL* bila permohonan tidak dilanjutkan.`;
  },
});
