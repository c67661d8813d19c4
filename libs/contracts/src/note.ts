import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { id } from './words.js';

export const NoteWritten = defineEvent({
  type: 'note.written',
  version: 1,
  owner: 'intake',
  says: 'A member of staff has written something down about a request; the words stay in intake.',
  data: z.object({ noteId: id, applicationId: id }),
  example: {
    noteId: '0198c0de-0000-7000-8000-0000000000c7',
    applicationId: '0198c0de-0000-7000-8000-000000000001',
  },
  subject: (data) => data.applicationId,
  projectionOnly: 'it moves nothing; the history shows that there is a note, and open pages look again',
});
