import { z } from 'zod';
import { reply } from './message.js';
import { documentName } from './phrases.js';
import { lateReply } from './reply-template.js';
import { stillMissing } from './still-missing.js';

export const documentReceived = reply({
  ...lateReply,
  key: 'document-received',
  says: 'A photo has come for a request.',
  variables: z.looseObject({
    ticket: z.string(),
    document: z.string().optional(),
    missing: z.array(z.string()).default([]),
  }),
  examples: [
    { ticket: 'L-4F7K2', document: 'KK', missing: ['SURAT_KEHILANGAN'] },
    { ticket: 'L-4F7K2', document: 'KK', missing: [] },
  ],
  text: ({ ticket, document, missing }) =>
    [
      document === undefined || document === ''
        ? `Foto untuk permohonan *${ticket}* kami terima.`
        : `${documentName(document)} untuk permohonan *${ticket}* kami terima.`,
      '',
      ...stillMissing(missing),
    ].join('\n'),
});
