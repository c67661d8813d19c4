import { ApplicationUnderReview } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

export const applicationUnderReview = announcement(ApplicationUnderReview, {
  template: {
    name: 'ktp_diteliti_petugas',
    body: 'Permohonan KTP-el {{1}} sedang diteliti petugas. Bapak/Ibu tidak perlu datang. Pantau di {{2}} kapan saja.',
  },
  text: (_, { application }) =>
    [
      `Permohonan *${application.ticket}* sedang diteliti petugas karena ada data yang perlu dipastikan.`,
      '',
      'Bapak/Ibu tidak perlu datang atau mengirim apa pun. Hasilnya akan kami kabarkan.',
      '',
      closing(application),
    ].join('\n'),
  values: (_, { application }) => [application.ticket, application.trackUrl],
});
