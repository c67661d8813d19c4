import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const formDropped = reply({
  ...lateReply,
  key: 'form-dropped',
  says: 'The citizen stops filling in a request: nothing of it is kept.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () => 'Baik, pengisian dihentikan dan data yang sudah ditulis dihapus. Balas MENU bila ingin memulai lagi.',
});
