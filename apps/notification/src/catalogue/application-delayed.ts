import { ApplicationDelayed } from '#contracts';
import { announcement } from './message.js';
import { causeWords, closing, dayAndTime } from './phrases.js';

export const applicationDelayed = announcement(ApplicationDelayed, {
  template: {
    name: 'ktp_permohonan_tertunda',
    body: 'Permohonan KTP-el {{1}} tertunda sejak {{2}} karena {{3}}. Berkas tetap tersimpan; tidak perlu mengirim ulang.',
  },
  text: ({ cause, since }, { application, setting }) =>
    [
      `Mohon maaf, permohonan *${application.ticket}* tertunda sejak ${dayAndTime(new Date(since), setting)} karena ${causeWords[cause]}.`,
      '',
      'Berkas Bapak/Ibu tetap tersimpan dan tidak perlu dikirim ulang. Mohon jangan datang dahulu; begitu dilanjutkan, kami kabarkan.',
      'Bila identitas diperlukan segera, Bapak/Ibu dapat memakai IKD (Identitas Kependudukan Digital) atau meminta cetak biodata di loket.',
      '',
      closing(application),
    ].join('\n'),
  values: ({ cause, since }, { application, setting }) => [
    application.ticket,
    dayAndTime(new Date(since), setting),
    causeWords[cause],
  ],
  moreExamples: [
    { ...ApplicationDelayed.example, state: 'ready_to_print', cause: 'blanks' },
    { ...ApplicationDelayed.example, state: 'ready_to_print', cause: 'ribbon' },
  ],
});
