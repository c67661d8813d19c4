import { z } from 'zod';
import { reply } from './message.js';
import { whenPeopleAnswer } from './phrases.js';
import { lateReply } from './reply-template.js';

export const handedToClerk = reply({
  ...lateReply,
  key: 'handed-to-clerk',
  says: 'A person was asked for: one of the staff answers in this conversation from now on.',
  /** `from`: when the office opens, where it is shut now. */
  variables: z.looseObject({ from: z.iso.datetime().optional() }),
  examples: [{}, { from: '2026-11-25T23:30:00.000Z' }],
  text: ({ from }, { setting }) =>
    [
      `Baik, percakapan ini kami teruskan kepada petugas. Petugas menjawab di sini${whenPeopleAnswer(from, setting)}.`,
      'Silakan tulis keperluan Bapak/Ibu, lengkap dengan nomor permohonan bila ada.',
      '',
      'Selama itu jawaban otomatis berhenti. Balas *MENU* untuk kembali ke jawaban otomatis.',
    ].join('\n'),
});
