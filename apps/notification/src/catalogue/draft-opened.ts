import { z } from 'zod';
import { reply } from './message.js';
import { stillMissing } from './still-missing.js';
import { lateReply } from './reply-template.js';

export const draftOpened = reply({
  ...lateReply,
  key: 'draft-opened',
  says: 'The data of a request have come; documents are still missing or not.',
  variables: z.looseObject({
    ticket: z.string(),
    missing: z.array(z.string()).default([]),
    office: z.string().max(100).optional(),
  }),
  examples: [
    { ticket: 'L-4F7K2', missing: ['SURAT_KEHILANGAN', 'KK'], office: 'Kantor Disdukcapil' },
    { ticket: 'L-4F7K2', missing: [] },
  ],
  text: ({ ticket, missing, office }) =>
    [
      `Data permohonan *${ticket}* kami terima. Terima kasih.`,
      ...(office ? [`KTP-el diambil di ${office}. Untuk tempat lain balas AMBIL DI dan nama tempatnya.`] : []),
      '',
      ...stillMissing(missing),
    ].join('\n'),
});
