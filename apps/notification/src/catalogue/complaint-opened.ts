import { z } from 'zod';
import { reply } from './message.js';
import { dayAndTime } from './phrases.js';
import { lateReply } from './reply-template.js';

export const complaintOpened = reply({
  ...lateReply,
  key: 'complaint-opened',
  says: 'A complaint or a data-rights request is written down: its number and the day of the answer.',
  variables: z.looseObject({
    number: z.string().max(20),
    about: z.enum(['complaint', 'data-rights']),
    dueAt: z.iso.datetime(),
  }),
  examples: [
    { number: 'P-4F7K2', about: 'complaint', dueAt: '2026-12-01T08:00:00.000Z' },
    { number: 'D-9X2MM', about: 'data-rights', dueAt: '2026-11-27T01:00:00.000Z' },
  ],
  text: ({ number, about, dueAt }, { setting }) => {
    const until = dayAndTime(new Date(dueAt), setting);
    return about === 'complaint'
      ? [
          `Pengaduan Bapak/Ibu kami catat dengan nomor *${number}*.`,
          `Petugas menjawab di percakapan ini paling lambat ${until}.`,
          '',
          'Untuk hasil cetak yang salah, simpan KTP-el itu dan KK; penggantian GRATIS. Bila ada yang meminta uang, jangan dibayar.',
        ].join('\n')
      : [
          `Permintaan Bapak/Ibu atas data pribadi kami catat dengan nomor *${number}*.`,
          `Jawaban paling lambat ${until} (3 × 24 jam, UU 27/2022).`,
          '',
          'Data hanya diberikan setelah identitas dicocokkan: siapkan KTP-el atau KK.',
        ].join('\n');
  },
});
