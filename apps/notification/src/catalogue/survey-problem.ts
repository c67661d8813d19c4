import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

const corrections = {
  marks: 'Nilainya hanya *1*, *2*, *3*, atau *4*.',
  count: 'Ada sembilan pertanyaan, jadi mohon sembilan angka.',
  element: 'Pertanyaannya bernomor *1* sampai *9*.',
} as const;

export const surveyProblem = reply({
  ...lateReply,
  key: 'survey-problem',
  says: 'An answer to the survey that does not fit, with a friendly correction.',
  variables: z.looseObject({ problem: z.enum(['marks', 'count', 'element']) }),
  examples: [{ problem: 'marks' }, { problem: 'count' }, { problem: 'element' }],
  menu: { kind: 'buttons', choices: [{ words: 'SURVEI', title: 'Jawab satu per satu' }] },
  text: ({ problem }) =>
    [
      `Terima kasih atas jawabannya. ${corrections[problem]}`,
      'Contoh satu baris: *4 4 4 3 4 4 4 3 4* (1 buruk, 4 sangat baik).',
    ].join('\n'),
});
