import { kind as kindSchema } from '#contracts';
import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';
import { listFor } from './requirements.js';

export const applyInPerson = reply({
  ...lateReply,
  key: 'apply-in-person',
  says: 'A kind that the counter takes: what to bring there.',
  variables: z.looseObject({ kind: kindSchema }),
  examples: [{ kind: 'UBAH_DATA' }, { kind: 'BARU_WNI' }],
  text: ({ kind }) =>
    [
      'Permohonan ini belum dapat diajukan lewat percakapan. Mohon datang ke loket dengan berkas berikut.',
      '',
      ...listFor(kind),
      '',
      'GRATIS, tanpa calo, dan tidak perlu pengantar RT.',
    ].join('\n'),
});
