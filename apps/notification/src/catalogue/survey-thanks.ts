import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const surveyThanks = reply({
  ...lateReply,
  key: 'survey-thanks',
  says: 'The survey is answered, or a judgement of the service came unasked.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () => ['Terima kasih atas penilaian Bapak/Ibu.', 'Saran dan pengaduan diterima petugas di loket.'].join('\n'),
});
