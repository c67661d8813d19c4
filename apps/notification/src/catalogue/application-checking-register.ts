import { ApplicationCheckingRegister } from '#contracts';
import { announcement } from './message.js';
import { closing, dayAndTime, dayOnly } from './phrases.js';

export const applicationCheckingRegister = announcement(ApplicationCheckingRegister, {
  template: {
    name: 'ktp_berkas_lengkap',
    body: 'Berkas permohonan KTP-el {{1}} sudah lengkap sejak {{2}}. Data sekarang dicocokkan dengan data kependudukan. Pantau di {{3}} kapan saja.',
  },
  text: ({ completeSince, workingDays, promisedFor }, { application, setting }) =>
    [
      `Berkas permohonan *${application.ticket}* sudah lengkap.`,
      '',
      `Waktu layanan paling lama ${workingDays ?? setting.workingDays} hari kerja, dihitung sejak ${dayAndTime(new Date(completeSince), setting)}.`,
      ...(promisedFor === undefined
        ? []
        : [`Kami usahakan KTP-el siap diambil paling lambat *${dayOnly(new Date(promisedFor), setting)}*.`]),
      'Sekarang data Bapak/Ibu kami cocokkan dengan data kependudukan.',
      '',
      closing(application),
    ].join('\n'),
  values: ({ completeSince }, { application, setting }) => [
    application.ticket,
    dayAndTime(new Date(completeSince), setting),
    application.trackUrl,
  ],
});
