import { ApplicationWithdrawn } from '#contracts';
import { announcement } from './message.js';

export const applicationWithdrawn = announcement(ApplicationWithdrawn, {
  template: {
    name: 'ktp_permohonan_dibatalkan',
    body: 'Permohonan KTP-el {{1}} sudah dibatalkan sesuai permintaan. Permohonan baru dapat diajukan kapan saja.',
  },
  text: (_, { application }) =>
    [
      `Permohonan *${application.ticket}* sudah dibatalkan sesuai permintaan.`,
      '',
      'Permohonan baru dapat diajukan kapan saja di percakapan ini atau di loket. Layanan ini GRATIS, tanpa calo.',
    ].join('\n'),
  values: (_, { application }) => [application.ticket],
});
