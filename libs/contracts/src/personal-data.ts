import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { id } from './words.js';

export const PersonalDataErased = defineEvent({
  type: 'personal-data.erased',
  version: 1,
  owner: 'intake',
  says: 'What was kept of a person for a request is erased: its time is over, or they asked; whoever derived something from it drops that too.',
  data: z.object({
    applicationId: id,
    /** `documents`: the files and their hashes; `particulars`: who made the request. */
    what: z.enum(['documents', 'particulars']),
    because: z.enum(['retention', 'subject-request']),
    /** How many files. */
    files: z.int().nonnegative(),
  }),
  example: {
    applicationId: '0198c0de-0000-7000-8000-000000000001',
    what: 'documents',
    because: 'retention',
    files: 2,
  },
  subject: (data) => data.applicationId,
});
