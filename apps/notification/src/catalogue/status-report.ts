import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const statusReport = reply({
  ...lateReply,
  key: 'status-report',
  says: 'The state of the open requests of this number, one a line.',
  /** `lines`: intake words them, as on the tracking page. */
  variables: z.looseObject({ lines: z.array(z.string().max(500)).min(1) }),
  examples: [
    {
      lines: [
        'L-4F7K2 (KTP-el pengganti karena hilang): dalam antrean cetak',
        'L-9X2MM (KTP-el pengganti karena rusak): berkas belum lengkap',
      ],
    },
  ],
  text: ({ lines }) =>
    ['Permohonan dari nomor WhatsApp ini:', '', ...lines.map((line) => `• ${line}`)].join('\n').slice(0, 4_096),
});
