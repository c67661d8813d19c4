import { kind as kindSchema } from '#contracts';
import { z } from 'zod';
import { reply } from './message.js';
import { formWaits } from './phrases.js';
import { lateReply } from './reply-template.js';
import { listFor } from './requirements.js';

const questions = {
  'family-card-is-new': 'Apakah *KK Bapak/Ibu sudah memuat data yang baru*? KTP-el dicetak dari data KK.',
  married: 'Menurut NIK, usianya belum 17 tahun. Apakah *sudah atau pernah kawin*?',
} as const;

export const askYesOrNo = reply({
  ...lateReply,
  key: 'ask-yes-or-no',
  says: 'A question of a request that is filled in step by step, to be answered with yes or not yet.',
  variables: z.looseObject({
    question: z.enum(['family-card-is-new', 'married']),
    kind: kindSchema.optional(),
    begins: z.literal('yes').optional(),
    reminds: z.literal('yes').optional(),
  }),
  examples: [
    { question: 'family-card-is-new', kind: 'UBAH_DATA', begins: 'yes' },
    { question: 'married', kind: 'BARU_WNI' },
    { question: 'married', kind: 'BARU_WNI', reminds: 'yes' },
  ],
  menu: {
    kind: 'buttons',
    choices: [
      { words: 'SUDAH', title: 'Sudah' },
      { words: 'BELUM', title: 'Belum' },
    ],
  },
  text: ({ question, kind, begins, reminds }) =>
    [
      ...(begins && kind ? [...listFor(kind, 'asked'), ''] : []),
      ...(reminds ? [formWaits, ''] : []),
      questions[question],
    ].join('\n'),
});
