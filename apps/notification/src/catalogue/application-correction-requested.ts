import { ApplicationCorrectionRequested } from '#contracts';
import { findingShort, findingWords } from './finding-words.js';
import { announcement } from './message.js';
import { closing, numbered } from './phrases.js';

/** Every document, its defect and the fix, in one message: nobody is sent away twice. */
export const applicationCorrectionRequested = announcement(ApplicationCorrectionRequested, {
  template: {
    name: 'ktp_berkas_belum_lengkap',
    body: 'Berkas permohonan KTP-el {{1}} belum lengkap. Yang perlu diperbaiki: {{2}}. Mohon kirim fotonya di percakapan ini.',
  },
  text: ({ findings, channel }, { application }) =>
    [
      `Berkas permohonan *${application.ticket}* belum lengkap. Yang perlu diperbaiki:`,
      '',
      numbered(findings.slice(0, mostFindings).map((finding) => findingWords(finding, application.kind))),
      '',
      channel === 'whatsapp'
        ? 'Kirim fotonya di percakapan ini. Cukup yang disebut di atas; berkas lain tidak perlu dikirim ulang.'
        : `Bawa ke ${application.office.name}, atau kirim fotonya di percakapan ini. Cukup yang disebut di atas.`,
      'Waktu layanan dihitung sejak berkas lengkap.',
      '',
      closing(application),
    ].join('\n'),
  values: ({ findings }, { application }) => [
    application.ticket,
    findings.map((finding) => findingShort(finding, application.kind)).join('; '),
  ],
  moreExamples: [
    {
      ...ApplicationCorrectionRequested.example,
      kind: 'RUSAK',
      findings: [
        { document: 'KTP_LAMA', defect: 'glare' },
        { document: 'KK', defect: 'blurred' },
      ],
    },
  ],
});

/** A file with more defects than this is answered with the first ones; a message has 4,096 characters at most. */
const mostFindings = 12;
