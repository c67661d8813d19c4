import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { channel, district, id, kind, office } from './words.js';

/** The nine elements of PermenPANRB 14/2017 by their code name; their order and titles: surveyElements of civil-registry. */
export const surveyElement = z.enum([
  'PERSYARATAN',
  'PROSEDUR',
  'WAKTU',
  'BIAYA',
  'PRODUK',
  'KOMPETENSI',
  'PERILAKU',
  'PENGADUAN',
  'SARANA',
]);

const asked = z.object({ applicationId: id, kind, channel, district, office });
const example = {
  applicationId: '0198c0de-0000-7000-8000-000000000001',
  kind: 'HILANG',
  channel: 'whatsapp',
  district: '650399',
  office: 'kota',
} as const;

export const SurveyAsked = defineEvent({
  type: 'survey.asked',
  version: 1,
  owner: 'intake',
  says: 'After the hand-over a citizen was asked what they think of the service; once per request.',
  data: asked,
  example,
  subject: (data) => data.applicationId,
  projectionOnly: 'the reports set it against the answers; what a citizen thinks changes nobody’s service',
});

export const SurveyAnswered = defineEvent({
  type: 'survey.answered',
  version: 1,
  owner: 'intake',
  says: 'The citizen has answered all nine questions; said once per request.',
  data: asked.extend({ answers: z.record(surveyElement, z.int().min(1).max(4)) }),
  example: {
    ...example,
    answers: {
      PERSYARATAN: 4,
      PROSEDUR: 4,
      WAKTU: 3,
      BIAYA: 4,
      PRODUK: 4,
      KOMPETENSI: 4,
      PERILAKU: 4,
      PENGADUAN: 3,
      SARANA: 3,
    },
  },
  subject: (data) => data.applicationId,
  projectionOnly: 'the reports reckon the satisfaction index from it; what a citizen thinks changes nobody’s service',
});
