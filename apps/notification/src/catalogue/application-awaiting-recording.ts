import { ApplicationAwaitingRecording } from '#contracts';
import { announcement } from './message.js';
import { closing } from './phrases.js';

/** One recording per life: who waits at the centre is told not to record again, or the record counts as doubled. */
export const applicationAwaitingRecording = announcement(ApplicationAwaitingRecording, {
  template: {
    name: 'ktp_menunggu_perekaman',
    body: 'Permohonan KTP-el {{1}} menunggu perekaman. {{2}} Pantau di {{3}} kapan saja.',
  },
  text: ({ cause }, { application }) =>
    [
      `Permohonan *${application.ticket}* belum dapat dicetak.`,
      '',
      cause === 'recording'
        ? 'Data perekaman Bapak/Ibu (foto, sidik jari, iris mata, tanda tangan) belum ada di pusat data.'
        : 'Data rekam Bapak/Ibu masih menunggu penunggalan di pusat data. Lama prosesnya di luar kendali kami.',
      advice(cause, application.office),
      '',
      closing(application),
    ].join('\n'),
  values: ({ cause }, { application }) => [application.ticket, advice(cause, application.office), application.trackUrl],
  moreExamples: [{ ...ApplicationAwaitingRecording.example, cause: 'deduplication' }],
});

function advice(cause: 'recording' | 'deduplication', office: { name: string; address: string }): string {
  return cause === 'recording'
    ? `Perekaman harus datang sendiri ke ${office.name}, ${office.address}, dengan membawa KK asli.`
    : 'Mohon jangan rekam ulang, karena nanti tercatat ganda.';
}
