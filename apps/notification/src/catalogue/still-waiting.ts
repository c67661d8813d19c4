import { z } from 'zod';
import { reply } from './message.js';
import { dayAndTime } from './phrases.js';
import { stillMissing } from './still-missing.js';

export const stillWaiting = reply({
  key: 'still-waiting',
  says: 'A reminder: the request waits for its citizen, and is closed after a while.',
  variables: z.looseObject({ ticket: z.string(), missing: z.array(z.string()).default([]), until: z.iso.datetime() }),
  examples: [
    { ticket: 'L-4F7K2', missing: ['SURAT_KEHILANGAN', 'KK'], until: '2026-12-08T01:00:00.000Z' },
    { ticket: 'L-4F7K2', missing: [], until: '2026-12-08T01:00:00.000Z' },
  ],
  template: {
    name: 'ktp_pengingat_dokumen',
    body: 'Permohonan KTP-el {{1}} masih menunggu dokumen dari Bapak/Ibu sampai {{2}}. Balas pesan ini untuk melanjutkan.',
  },
  text: ({ ticket, missing, until }, { setting }) =>
    [
      `Permohonan *${ticket}* masih menunggu dokumen dari Bapak/Ibu.`,
      '',
      ...(missing.length > 0 ? stillMissing(missing) : ['Balas *SELESAI* bila semua foto sudah dikirim.']),
      '',
      `Kami tunggu sampai ${dayAndTime(new Date(until), setting)}. Sesudah itu permohonan ditutup, dan dapat dibuka lagi dengan mengirim dokumennya.`,
    ].join('\n'),
  values: ({ ticket, until }, { setting }) => [ticket, dayAndTime(new Date(until), setting)],
});
