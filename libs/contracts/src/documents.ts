import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { answers, finding, id } from './words.js';

export const DocumentsComplete = defineEvent({
  type: 'documents.complete',
  version: 1,
  owner: 'document-validation',
  says: 'Every required document is there and can be read.',
  data: z.object({ applicationId: id, answers }),
  example: { applicationId: '0198c0de-0000-7000-8000-000000000001', answers: 2 },
  subject: (data) => data.applicationId,
});

export const DocumentsIncomplete = defineEvent({
  type: 'documents.incomplete',
  version: 1,
  owner: 'document-validation',
  says: 'Documents are missing or defective; all defects together.',
  data: z.object({ applicationId: id, answers, findings: z.array(finding).min(1) }),
  example: {
    applicationId: '0198c0de-0000-7000-8000-000000000001',
    answers: 2,
    findings: [{ document: 'KK', defect: 'missing' }],
  },
  subject: (data) => data.applicationId,
});
