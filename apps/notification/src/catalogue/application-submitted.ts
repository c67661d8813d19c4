import { serviceKindFacts } from '#civil-registry';
import { ApplicationSubmitted } from '#contracts';
import { announcement } from './message.js';
import { closing, dayAndTime } from './phrases.js';
import { takenAs } from './taken-as.js';

export const applicationSubmitted = announcement(ApplicationSubmitted, {
  template: {
    name: 'ktp_permohonan_diterima',
    body: 'Permohonan KTP-el {{1}} kami terima pada {{2}}. Berkas sedang diperiksa. Pantau di {{3}} kapan saja.',
  },
  attaches: 'receipt',
  moreExamples: [{ ...ApplicationSubmitted.example, takenAs: ['SURAT_KEHILANGAN', 'KK'] }],
  text: ({ takenAs: codes = [] }, { application, at, setting }) =>
    [
      `Permohonan *${application.ticket}* kami terima pada ${dayAndTime(at, setting)}.`,
      '',
      `Jenis: ${serviceKindFacts[application.kind].title}`,
      `Atas nama: ${application.maskedName}`,
      `NIK: ${application.maskedNik}`,
      '',
      ...spaced(takenAs(codes)),
      `Berkas sedang kami periksa. Waktu layanan paling lama ${setting.workingDays} hari kerja, dihitung sejak berkas lengkap.`,
      '',
      closing(application),
    ].join('\n'),
  values: (_, { application, at, setting }) => [application.ticket, dayAndTime(at, setting), application.trackUrl],
});

const spaced = (lines: readonly string[]) => (lines.length === 0 ? [] : [...lines, '']);
