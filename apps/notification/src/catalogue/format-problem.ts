import { z } from 'zod';
import { reply } from './message.js';
import { numbered } from './phrases.js';
import { lateReply } from './reply-template.js';

export const formatProblem = reply({
  ...lateReply,
  key: 'format-problem',
  says: 'The one-message format was meant, and parts of it cannot be read: which, and what is expected.',
  /** `problems`: sentences of intake, which read the message; they repeat no number and no name. */
  variables: z.looseObject({ problems: z.array(z.string().max(300)) }),
  examples: [{ problems: ['NIK harus 16 angka.', 'Kecamatan belum ditulis.'] }, { problems: [] }],
  text: ({ problems }) =>
    [
      'Mohon maaf, data permohonan belum dapat kami baca.',
      ...(problems.length === 0 ? [] : ['', numbered([...new Set(problems)].slice(0, 10))]),
      '',
      'Mohon kirim lagi dengan format ini:',
      '#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG',
      '(ganti HILANG dengan RUSAK bila kartunya rusak)',
    ].join('\n'),
});
