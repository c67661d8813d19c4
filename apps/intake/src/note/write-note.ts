import { randomUUID } from 'node:crypto';
import { Controller, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { NoteWritten } from '#contracts';
import { counter, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import type { ApplicationRow, KeptRow } from '../application/application.row.js';
import { applicationId } from '../application-id.js';
import { mustSee } from '../clerk-sees.js';
import { aboutAct } from '../later-act.js';
import { PersonalData } from '../personal-data.js';
import { mostNotes } from './note.row.js';

const note = z.strictObject({
  /** Made by who sends it: the same note sent twice is one. */
  noteId: z.uuid().optional(),
  words: z.string().trim().min(1).max(2_000),
});
const written = z.object({ noteId: z.uuid() });
const notes = counter('loket_request_notes_total', 'Notes that staff wrote about requests', []);

/** What the next clerk should know of a request. It moves nothing; the citizen gets it with a copy of their data. */
@ApiTags('applications')
@Controller('applications')
export class WriteNote {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
  ) {}

  @Post(':id/notes')
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'admin')
  @ApiOperation({ summary: 'Write a note about a request, in whatever state it is' })
  @ApiZodResponse(201, written)
  @ApiProblems({
    400: 'invalid-request',
    404: 'application-not-found',
    409: 'particulars-erased, too-many-notes or note-id-taken',
  })
  write(
    @Param('id', applicationId) id: string,
    @ZodBody(note) input: z.output<typeof note>,
    @Req() request: Request,
  ): Promise<z.output<typeof written>> {
    const clerk = clerkOf(request);
    return this.unitOfWork.run(async (tx) => {
      const [found] = await tx.query<ApplicationRow & KeptRow>('select * from application where id = $1 for update', [
        id,
      ]);
      const row = mustSee(clerk, found);
      if (row.particulars_erased_at !== null)
        throw new ProblemError(409, 'particulars-erased', 'It is forgotten whose request it was');
      const noteId = input.noteId ?? randomUUID();
      return inSpan('write note', aboutAct(id, row.traceparent), async () => {
        const [kept] = await tx.query<{ application_id: string }>(
          'select application_id from application_note where id = $1',
          [noteId],
        );
        if (kept && kept.application_id !== id)
          throw new ProblemError(409, 'note-id-taken', 'Another note has this id');
        if (kept) return { noteId };
        const stored = await tx.query(
          `insert into application_note (id, application_id, sealed_words, clerk)
           select $1, $2, $3, $4
            where (select count(*) from application_note where application_id = $2) < $5 returning 1`,
          [noteId, id, this.personalData.seal(input.words, `application_note.words:${noteId}`), clerk.id, mostNotes],
        );
        if (stored.length === 0)
          throw new ProblemError(409, 'too-many-notes', `A request has ${mostNotes} notes at most`);
        await tx.emit(NoteWritten, { noteId, applicationId: id });
        tx.afterCommit(() => notes.inc());
        return { noteId };
      });
    });
  }
}
