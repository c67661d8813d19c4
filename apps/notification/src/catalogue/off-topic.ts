import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const offTopic = reply({
  ...lateReply,
  key: 'off-topic',
  says: 'The office has nothing to do with it.',
  variables: z.looseObject({}),
  examples: [{}],
  text: (_, { setting }) =>
    [
      'Mohon maaf, hal itu di luar layanan kami.',
      `Percakapan ini untuk layanan KTP-el ${setting.agency}. Balas *MENU* untuk melihat pilihannya.`,
    ].join('\n'),
});
