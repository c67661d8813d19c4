import { ApplicationHandedOver } from '#contracts';
import { announcement } from './message.js';
import { dayAndTime } from './phrases.js';

export const applicationHandedOver = announcement(ApplicationHandedOver, {
  template: {
    name: 'ktp_sudah_diserahkan',
    body: 'KTP-el untuk permohonan {{1}} diserahkan pada {{2}}. Bila ada yang salah, mohon segera kabari kami.',
  },
  text: (_, { application, at, setting }) =>
    [
      `KTP-el untuk permohonan *${application.ticket}* diserahkan pada ${dayAndTime(at, setting)}. Terima kasih.`,
      '',
      'Mohon periksa kembali tulisan di KTP-el. Bila ada yang salah, atau bila Bapak/Ibu tidak merasa menerimanya, mohon segera kabari kami.',
      setting.complaintChannel,
      '',
      'Layanan ini GRATIS, tanpa calo.',
    ].join('\n'),
  values: (_, { application, at, setting }) => [application.ticket, dayAndTime(at, setting)],
});
