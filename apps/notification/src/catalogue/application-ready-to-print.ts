import { ApplicationReadyToPrint } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

export const applicationReadyToPrint = announcement(ApplicationReadyToPrint, {
  template: {
    name: 'ktp_antrean_cetak',
    body: 'Data permohonan KTP-el {{1}} sudah diperiksa dan masuk antrean cetak. Pantau di {{2}} kapan saja.',
  },
  text: (_, { application }) =>
    [
      `Data permohonan *${application.ticket}* sudah diperiksa. KTP-el Bapak/Ibu masuk antrean cetak.`,
      '',
      'Mohon tunggu kabar dari kami sebelum datang.',
      '',
      closing(application),
    ].join('\n'),
  values: (_, { application }) => [application.ticket, application.trackUrl],
});
