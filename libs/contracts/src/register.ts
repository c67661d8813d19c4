import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { answers, id, instant } from './words.js';

/** How the answer came: a clerk ticked what SIAK shows, or a way of the link. */
const way = z.enum(['manual', 'primary', 'backup']);
const answer = z.object({ applicationId: id, answers, way, checkedAt: instant });
const example = {
  applicationId: '0198c0de-0000-7000-8000-000000000001',
  answers: 3,
  way: 'primary',
  checkedAt: '2026-11-24T01:00:00.000Z',
} as const;

export const RegisterConfirmed = defineEvent({
  type: 'register.confirmed',
  version: 1,
  owner: 'document-validation',
  says: 'The population register knows the person and the record is printable.',
  data: answer,
  example,
  subject: (data) => data.applicationId,
});

export const RegisterNotRecorded = defineEvent({
  type: 'register.not-recorded',
  version: 1,
  owner: 'document-validation',
  says: 'The person’s biometric record is not print-ready: recorded never, or still on its way (domain 1.4).',
  data: answer.extend({ cause: z.enum(['recording', 'deduplication']) }),
  example: { ...example, cause: 'recording' },
  subject: (data) => data.applicationId,
});

export const RegisterDoubtful = defineEvent({
  type: 'register.doubtful',
  version: 1,
  owner: 'document-validation',
  says: 'The register’s answer needs a person’s judgement; nobody is refused by a machine.',
  data: answer.extend({
    doubts: z
      .array(
        z.enum([
          'name-differs',
          'family-card-differs',
          'birth-differs',
          'other-differs',
          'deceased',
          'duplicate',
          'not-found',
          'inactive',
          'malformed',
          'ways-disagree',
          'unreadable-answer',
        ]),
      )
      .min(1),
  }),
  example: { ...example, doubts: ['name-differs'] },
  subject: (data) => data.applicationId,
});

export const RecordWaitChanged = defineEvent({
  type: 'record.wait-changed',
  version: 1,
  owner: 'document-validation',
  says: 'The biometric record waits for something else than it was thought to: the centre, or the person (domain 1.4).',
  data: z.object({ applicationId: id, answers, cause: z.enum(['recording', 'deduplication']) }),
  example: { applicationId: '0198c0de-0000-7000-8000-000000000001', answers: 4, cause: 'deduplication' },
  subject: (data) => data.applicationId,
});

export const RecordPrintReady = defineEvent({
  type: 'record.print-ready',
  version: 1,
  owner: 'document-validation',
  says: 'The biometric record has become print-ready (PRR).',
  data: z.object({ applicationId: id, answers }),
  example: { applicationId: '0198c0de-0000-7000-8000-000000000001', answers: 4 },
  subject: (data) => data.applicationId,
});
