import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';

export const fee = reply({
  ...lateReply,
  key: 'fee',
  says: 'What it costs: nothing, and whoever asks for money is to be reported.',
  variables: z.looseObject({}),
  examples: [{}],
  text: () =>
    [
      'Semua layanan KTP-el *GRATIS*: perekaman, cetak baru, cetak ulang, dan perubahan data.',
      'Tidak ada biaya kepada petugas, calo, atau lewat transfer.',
      '',
      'Bila ada yang meminta uang atas nama kantor, jangan dibayar. Balas *PENGADUAN* untuk melaporkannya.',
    ].join('\n'),
});
