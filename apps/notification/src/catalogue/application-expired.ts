import { ApplicationExpired } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

export const applicationExpired = announcement(ApplicationExpired, {
  template: {
    name: 'ktp_permohonan_ditutup',
    body: 'Permohonan KTP-el {{1}} kami tutup karena dokumennya belum kami terima. Kirim dokumen yang kurang untuk membukanya lagi.',
  },
  text: (_, { application }) =>
    [
      `Permohonan *${application.ticket}* kami tutup karena dokumen yang diminta belum kami terima.`,
      '',
      'Kirim dokumen yang kurang di percakapan ini untuk membukanya lagi; data yang sudah ada tidak perlu diisi ulang.',
      '',
      closing(application),
    ].join('\n'),
  values: (_, { application }) => [application.ticket],
});
