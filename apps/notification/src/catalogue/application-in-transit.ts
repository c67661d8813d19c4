import { ApplicationInTransit } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

export const applicationInTransit = announcement(ApplicationInTransit, {
  template: {
    name: 'ktp_dalam_pengiriman',
    body: 'KTP-el untuk permohonan {{1}} sudah dicetak dan sedang dikirim ke {{2}}. Mohon tunggu kabar sebelum datang.',
  },
  text: (_, { application }) =>
    [
      `KTP-el untuk permohonan *${application.ticket}* sudah dicetak dan sedang dikirim ke ${application.office.name}.`,
      '',
      'Mohon tunggu kabar dari kami sebelum datang, supaya perjalanan Bapak/Ibu tidak sia-sia.',
      '',
      closing(application),
    ].join('\n'),
  values: (_, { application }) => [application.ticket, application.office.name],
});
