import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const homeVisit = reply({
  ...lateReply,
  key: 'home-visit',
  says: 'Officers should come: what to prepare and whom to ask, without promising a date.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Perekaman bagi warga lanjut usia, sakit, penyandang disabilitas, atau yang tinggal jauh dapat dimintakan dengan *jemput bola*.',
      'Ajukan lewat loket, kecamatan, atau kepala desa dengan menyebut: jumlah warga, alamat, dan keadaan warga. Siapkan KK.',
      'Jadwalnya ditetapkan kantor dan belum dapat kami sebut di percakapan ini.',
    ].join('\n'),
});
