import { bringAlong } from '#civil-registry';
import { CardUncollected } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

/** A friendly word, not a dunning: cards have no last day of collection, and nobody knows why somebody has not come. */
export const cardUncollected = announcement(CardUncollected, {
  template: {
    name: 'ktp_belum_diambil',
    body: 'KTP-el untuk permohonan {{1}} masih kami simpan dan siap diambil di {{2}}. Mohon bawa {{3}}. Dapat diwakili keluarga satu KK.',
  },
  text: ({ days }, { application }) =>
    [
      `Sekadar mengingatkan: KTP-el untuk permohonan *${application.ticket}* sudah ${days} hari *siap diambil*.`,
      'Kartu tetap kami simpan sampai Bapak/Ibu sempat datang.',
      '',
      `Tempat: ${application.office.name}, ${application.office.address}`,
      ...(application.office.hours === null ? [] : [`Jam layanan: ${application.office.hours}`]),
      `Bawa: ${bringAlong(application.kind)}`,
      '',
      'Dapat diwakili keluarga satu KK; orang lain dengan surat kuasa F-1.07.',
      'Bila KTP-el sudah diterima, mohon segera kabari kami.',
      '',
      closing(application),
    ].join('\n'),
  values: (_, { application }) => [
    application.ticket,
    `${application.office.name}, ${application.office.address}`,
    bringAlong(application.kind),
  ],
});
