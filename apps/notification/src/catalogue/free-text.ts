import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

/** The words come sealed beside the event; they are opened when the message goes out and never stored. */
export const freeText = reply({
  ...lateReply,
  key: 'free-text',
  says: 'A member of staff answers in their own words.',
  variables: z.looseObject({ words: z.string().min(1) }),
  examples: [{ words: 'Selamat pagi, berkas Bapak/Ibu sedang kami bantu periksa. Mohon ditunggu.' }],
  text: ({ words }) => words.slice(0, 4_096),
});
