import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const blankStock = reply({
  ...lateReply,
  key: 'blank-stock',
  says: 'The stock of blank cards is asked for: this conversation does not know it, and says so.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Persediaan blangko dan ribbon hari ini belum dapat kami sebut di percakapan ini. Mohon tanyakan di loket sebelum datang.',
      'Bila cetak suatu permohonan tertunda karena persediaan, kami mengabari pemohonnya.',
      '',
      'Balas *STATUS* untuk melihat permohonan Bapak/Ibu.',
    ].join('\n'),
});
