import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const complaintWords = reply({
  ...lateReply,
  key: 'complaint-words',
  says: 'Asks what the complaint or the data-rights request is about; the next message is its words.',
  variables: z.looseObject({ about: z.enum(['complaint', 'data-rights']) }),
  examples: [{ about: 'complaint' }, { about: 'data-rights' }],
  text: ({ about }) =>
    about === 'complaint'
      ? [
          'Mohon maaf atas pengalaman Bapak/Ibu. Tulis pengaduannya dalam *satu pesan*: kapan, di loket mana, dan apa yang terjadi.',
          'Pesan itu kami catat dengan nomor dan dijawab petugas di sini.',
          '',
          'Layanan ini GRATIS. Bila ada yang meminta uang, jangan dibayar dan laporkan. Balas *MENU* untuk tidak jadi.',
        ].join('\n')
      : [
          'Tulis permintaan Bapak/Ibu tentang data pribadi dalam *satu pesan*: melihat, membetulkan, menghapus, atau keberatan, dan data yang mana.',
          'Pesan itu kami catat dengan nomor dan dijawab paling lama 3 × 24 jam. Balas *MENU* untuk tidak jadi.',
        ].join('\n'),
});
