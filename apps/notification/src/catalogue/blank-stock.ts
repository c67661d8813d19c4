import { z } from 'zod';
import { reply } from './message.js';
import { dayAndTime } from './phrases.js';
import { lateReply } from './reply-template.js';

export const blankStock = reply({
  ...lateReply,
  key: 'blank-stock',
  says: 'The stock of blank cards is asked for: what printing has reported to be short, office by office, or that nothing is.',
  /** `lines`: intake words them. */
  variables: z.looseObject({ lines: z.array(z.string().max(500)) }),
  examples: [{ lines: [] }, { lines: ['Kantor Contoh: blangko HABIS sejak 23 November 2026'] }],
  text: ({ lines }, { at, setting }) =>
    [
      ...(lines.length === 0
        ? [`Per ${dayAndTime(at, setting)} tidak ada laporan kekurangan blangko, ribbon, atau film.`]
        : [
            `Persediaan per ${dayAndTime(at, setting)}:`,
            ...lines.map((line) => `• ${line}`),
            'Permohonan tetap diterima; cetak menyusul menurut urutan begitu persediaan datang.',
          ]),
      'Mohon jangan berangkat jauh sebelum ada kabar "siap diambil" dari kami.',
      '',
      'Balas *STATUS* untuk melihat permohonan Bapak/Ibu.',
    ].join('\n'),
});
