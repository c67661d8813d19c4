import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const homeVisit = reply({
  ...lateReply,
  key: 'home-visit',
  says: 'Officers should come: it is noted; what to tell and to prepare, without promising a date.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Perekaman bagi warga lanjut usia, sakit, penyandang disabilitas, atau yang tinggal jauh dapat dilakukan dengan *jemput bola*. Keinginan Bapak/Ibu sudah kami catat untuk petugas.',
      'Mohon tulis di sini, atau sampaikan lewat loket, kecamatan, atau kepala desa: jumlah warga, alamat, dan keadaan warga. Siapkan KK. Gratis.',
      'Jadwalnya ditetapkan kantor dan belum dapat kami sebut di percakapan ini.',
    ].join('\n'),
});
