import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const dataRights = reply({
  ...lateReply,
  key: 'data-rights',
  says: 'Personal data: what is kept and why, and how to use one’s rights.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Data dan foto yang Bapak/Ibu kirim dipakai hanya untuk memproses permohonan KTP-el, disimpan terenkripsi, dan hanya dibuka oleh petugas yang menanganinya.',
      'Bapak/Ibu berhak melihat, membetulkan, atau meminta penghapusan data itu, dan berkeberatan atas pemakaiannya.',
      'Untuk mengajukannya, balas *HAK DATA* lalu tulis permintaannya, atau sampaikan di loket. Permintaan dijawab paling lama 3 × 24 jam; data hanya diberikan setelah KTP-el atau KK dicocokkan, supaya tidak sampai ke orang lain.',
    ].join('\n'),
});
