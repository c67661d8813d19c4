import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';
import { isInstead } from './taken-as.js';

export const whichDocument = reply({
  ...lateReply,
  key: 'which-document',
  says: 'A photo is not what it was taken for, and not said what it is.',
  variables: z.looseObject({ ticket: z.string(), nth: z.string(), others: z.array(z.string()).default([]) }),
  examples: [{ ticket: 'L-4F7K2', nth: '2', others: ['SURAT_KEHILANGAN', 'KK'] }],
  menu: ({ nth, others }) => isInstead(nth, others),
  text: ({ ticket, nth }) =>
    `Foto ${nth} untuk permohonan *${ticket}* itu dokumen apa? Balas nomor foto dan nama dokumennya.`,
});
