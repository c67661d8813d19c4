import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const complaintChannel = reply({
  ...lateReply,
  key: 'complaint-channel',
  says: 'A complaint: where it is taken, and what to name in it.',
  variables: z.looseObject({ offices: z.array(z.string()).min(1) }),
  examples: [{ offices: ['Kantor Disdukcapil, Jalan Contoh 1 (jam layanan: tanyakan di loket)'] }],
  text: ({ offices }) =>
    [
      'Mohon maaf atas pengalaman Bapak/Ibu.',
      'Pengaduan diterima petugas di loket:',
      ...offices.map((office) => `• ${office}`),
      '',
      'Sebutkan tanggal, loket, dan kejadiannya. Untuk hasil cetak yang salah, bawa KTP-el itu dan KK ke loket; penggantian GRATIS.',
      '',
      'Layanan ini GRATIS. Bila ada yang meminta uang, jangan dibayar dan laporkan.',
    ].join('\n'),
});
