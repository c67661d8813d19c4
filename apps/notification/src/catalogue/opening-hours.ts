import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const openingHours = reply({
  ...lateReply,
  key: 'opening-hours',
  says: 'Where the counters are and when they are open; hours only where the office has confirmed them.',
  variables: z.looseObject({ offices: z.array(z.string()).min(1) }),
  examples: [{ offices: ['Kantor Disdukcapil, Jalan Contoh 1 (jam layanan: tanyakan di loket)'] }],
  text: ({ offices }) =>
    [
      'Tempat layanan:',
      ...offices.map((office) => `• ${office}`),
      '',
      'Hari libur dan hari cuti bersama dapat berbeda; tanyakan di loket bila ragu.',
    ].join('\n'),
});
