import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { answers, documentCode, finding, id } from './words.js';

/** Photos that nobody named and whose own words say what they are, where the reading of text is on. */
const recognised = z
  .array(z.object({ documentId: id, document: documentCode }))
  .max(100)
  .optional();

export const DocumentsComplete = defineEvent({
  type: 'documents.complete',
  version: 1,
  owner: 'document-validation',
  says: 'Every required document is there and can be read.',
  data: z.object({ applicationId: id, answers, recognised }),
  example: { applicationId: '0198c0de-0000-7000-8000-000000000001', answers: 2 },
  subject: (data) => data.applicationId,
});

export const DocumentsIncomplete = defineEvent({
  type: 'documents.incomplete',
  version: 1,
  owner: 'document-validation',
  says: 'Documents are missing or defective; all defects together.',
  data: z.object({ applicationId: id, answers, findings: z.array(finding).min(1), recognised }),
  example: {
    applicationId: '0198c0de-0000-7000-8000-000000000001',
    answers: 2,
    findings: [{ document: 'KK', defect: 'missing' }],
  },
  subject: (data) => data.applicationId,
});
