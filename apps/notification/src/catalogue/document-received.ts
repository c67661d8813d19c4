import { z } from 'zod';
import { reply } from './message.js';
import { documentName } from './phrases.js';
import { lateReply } from './reply-template.js';
import { stillMissing } from './still-missing.js';
import { isInstead, takenAs } from './taken-as.js';

export const documentReceived = reply({
  ...lateReply,
  key: 'document-received',
  says: 'A photo has come for a request.',
  variables: z.looseObject({
    ticket: z.string(),
    document: z.string().optional(),
    missing: z.array(z.string()).default([]),
    /** By place, what each photo is taken for; empty where each was named. */
    guesses: z.array(z.string()).default([]),
    /** What else it may be. */
    others: z.array(z.string()).default([]),
  }),
  examples: [
    { ticket: 'L-4F7K2', document: 'KK', missing: ['SURAT_KEHILANGAN'], guesses: [], others: [] },
    { ticket: 'L-4F7K2', document: 'KK', missing: [], guesses: ['SURAT_KEHILANGAN', 'KK'], others: [] },
    { ticket: 'L-4F7K2', document: 'SURAT_KEHILANGAN', missing: ['KK'], guesses: ['SURAT_KEHILANGAN'], others: ['KK'] },
  ],
  // One photo, guessed: what it is instead is a tap away. Of several, the citizen says which.
  menu: ({ guesses, others }) => (guesses.length === 1 ? isInstead('1', others) : undefined),
  text: ({ ticket, document, missing, guesses, others }) =>
    [
      document === undefined || document === ''
        ? `Foto untuk permohonan *${ticket}* kami terima.`
        : `${documentName(document)} untuk permohonan *${ticket}* kami terima.`,
      ...(guesses.length > 1 ? takenAs(guesses) : []),
      '',
      ...stillMissing(missing),
      ...(guesses.length === 1 && others.length > 0
        ? ['', 'Bila foto tadi sebenarnya dokumen lain, pilih di bawah.']
        : []),
    ].join('\n'),
});
