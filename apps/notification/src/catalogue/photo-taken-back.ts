import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';
import { stillMissing } from './still-missing.js';

export const photoTakenBack = reply({
  ...lateReply,
  key: 'photo-taken-back',
  says: 'A photo that its sender deleted is not used; what is still missing.',
  variables: z.looseObject({ ticket: z.string(), missing: z.array(z.string()).default([]) }),
  examples: [
    { ticket: 'L-4F7K2', missing: ['KK'] },
    { ticket: 'L-4F7K2', missing: [] },
  ],
  text: ({ ticket, missing }) =>
    [`Foto yang dihapus tidak kami pakai untuk permohonan *${ticket}*.`, '', ...stillMissing(missing)].join('\n'),
});
