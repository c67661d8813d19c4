import { ApplicationWithdrawalRequested } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

export const applicationWithdrawalRequested = announcement(ApplicationWithdrawalRequested, {
  template: {
    name: 'ktp_pembatalan_diperiksa',
    body: 'Permintaan pembatalan permohonan KTP-el {{1}} kami terima. Kami pastikan dahulu kartunya belum dicetak.',
  },
  text: (_, { application }) =>
    [
      `Permintaan pembatalan permohonan *${application.ticket}* kami terima.`,
      '',
      'Kami pastikan dahulu bahwa kartunya belum dicetak. Hasilnya akan kami kabarkan.',
      '',
      closing(application),
    ].join('\n'),
  values: (_, { application }) => [application.ticket],
});
