import { z } from 'zod';
import { reply } from './message.js';
import { documentName } from './phrases.js';
import { lateReply } from './reply-template.js';
import { stillMissing } from './still-missing.js';

export const documentRenamed = reply({
  ...lateReply,
  key: 'document-renamed',
  says: 'The citizen has said what a photo is; what is still missing, or that the name is noted.',
  variables: z.looseObject({
    ticket: z.string(),
    nth: z.string(),
    document: z.string(),
    looks: z.enum(['still-open', 'noted']),
    missing: z.array(z.string()).default([]),
  }),
  examples: [
    { ticket: 'L-4F7K2', nth: '1', document: 'KK', looks: 'still-open', missing: ['SURAT_KEHILANGAN'] },
    { ticket: 'L-4F7K2', nth: '2', document: 'KK', looks: 'noted', missing: [] },
  ],
  text: ({ ticket, nth, document, looks, missing }) =>
    [
      `Baik, foto ${nth} untuk permohonan *${ticket}* kami catat sebagai ${documentName(document)}.`,
      '',
      ...(looks === 'noted' ? ['Petugas yang memeriksa akan melihatnya.'] : stillMissing(missing)),
    ].join('\n'),
});
