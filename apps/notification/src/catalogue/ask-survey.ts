import { z } from 'zod';
import { reply } from './message.js';
import { allQuestions } from './survey-questions.js';

export const askSurvey = reply({
  key: 'ask-survey',
  says: 'After the hand-over: what the citizen thinks of the service, nine questions, once.',
  variables: z.looseObject({ ticket: z.string() }),
  examples: [{ ticket: 'L-4F7K2' }],
  template: {
    name: 'ktp_survei_kepuasan',
    body: 'KTP-el untuk permohonan {{1}} sudah diserahkan. Mohon nilai layanan kami: balas SURVEI untuk menjawab sembilan pertanyaan singkat. Jawaban tidak memengaruhi layanan.',
  },
  menu: { kind: 'buttons', choices: [{ words: 'SURVEI', title: 'Jawab satu per satu' }] },
  text: ({ ticket }) =>
    [
      `KTP-el untuk permohonan *${ticket}* sudah diserahkan. Bagaimana layanan kami? Beri nilai *1* (buruk) sampai *4* (sangat baik):`,
      '',
      ...allQuestions(),
      '',
      'Balas sembilan angka dalam satu baris menurut urutannya, misalnya *4 4 4 3 4 4 4 3 4*.',
      'Tidak wajib, ditanyakan sekali saja, dan tidak memengaruhi layanan untuk Bapak/Ibu.',
    ].join('\n'),
  values: ({ ticket }) => [ticket],
});
