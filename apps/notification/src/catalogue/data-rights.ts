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
      'Ajukan di loket dengan menunjukkan KTP-el atau KK, supaya data tidak diberikan kepada orang lain.',
    ].join('\n'),
});
