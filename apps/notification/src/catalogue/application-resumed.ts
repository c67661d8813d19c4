import { ApplicationResumed } from '#contracts';
import { announcement } from './message.js';
import { causeWords, closing } from './phrases.js';

export const applicationResumed = announcement(ApplicationResumed, {
  template: {
    name: 'ktp_permohonan_dilanjutkan',
    body: 'Permohonan KTP-el {{1}} dilanjutkan. Sebelumnya tertunda karena {{2}}. Terima kasih sudah menunggu.',
  },
  text: ({ cause }, { application }) =>
    [
      `Permohonan *${application.ticket}* dilanjutkan. Sebelumnya tertunda karena ${causeWords[cause]}.`,
      '',
      'Terima kasih sudah menunggu. Bapak/Ibu tidak perlu berbuat apa-apa.',
      '',
      closing(application),
    ].join('\n'),
  values: ({ cause }, { application }) => [application.ticket, causeWords[cause]],
});
