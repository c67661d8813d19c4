import { bringAlong } from '#civil-registry';
import { ApplicationReadyForPickup } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

export const applicationReadyForPickup = announcement(ApplicationReadyForPickup, {
  template: {
    name: 'ktp_siap_diambil',
    body: 'KTP-el untuk permohonan {{1}} siap diambil di {{2}}. Mohon bawa {{3}}. Dapat diwakili keluarga satu KK.',
  },
  attaches: 'pickup-slip',
  text: (_, { application: { ticket, office, kind, ...application } }) =>
    [
      `KTP-el untuk permohonan *${ticket}* *siap diambil*.`,
      '',
      `Tempat: ${office.name}, ${office.address}`,
      ...(office.hours === null ? [] : [`Jam layanan: ${office.hours}`]),
      `Bawa: ${bringAlong(kind)}`,
      '',
      'Dapat diwakili keluarga satu KK; orang lain dengan surat kuasa F-1.07.',
      '',
      closing({ ...application, ticket, office, kind }),
    ].join('\n'),
  values: (_, { application }) => [
    application.ticket,
    `${application.office.name}, ${application.office.address}`,
    bringAlong(application.kind),
  ],
});
