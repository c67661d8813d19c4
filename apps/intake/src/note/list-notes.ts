import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles, ZodQuery } from '#boot';
import { attribute, describeSpan } from '#observability';
import { queryRows } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { ApplicationRow } from '../application/application.row.js';
import { applicationId } from '../application-id.js';
import { mustSee } from '../clerk-sees.js';
import { pageCursor, readPageCursor } from '../page-cursor.js';
import { PersonalData } from '../personal-data.js';
import type { NoteRow } from './note.row.js';

const query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  cursor: z.string().max(200).optional(),
});
const page = z.object({
  notes: z.array(z.object({ noteId: z.uuid(), words: z.string(), by: z.string(), at: z.iso.datetime() })),
  next: z.string().nullable(),
});

/** What staff wrote down about a request, for whoever goes on with it. */
@ApiTags('applications')
@Controller('applications')
export class ListNotes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Get(':id/notes')
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'admin')
  @ApiOperation({ summary: 'The notes about a request, the youngest first' })
  @ApiZodResponse(200, page)
  @ApiProblems({ 400: 'invalid-request or invalid-cursor', 404: 'application-not-found' })
  async list(
    @Param('id', applicationId) id: string,
    @ZodQuery(query) { limit, cursor }: z.output<typeof query>,
    @Req() request: Request,
  ): Promise<z.output<typeof page>> {
    describeSpan({ [attribute.applicationId]: id });
    const [row] = await queryRows<ApplicationRow>(this.dataSource, 'select * from application where id = $1', [id]);
    mustSee(clerkOf(request), row);
    const after = readPageCursor(cursor);
    const rows = await queryRows<NoteRow & { written: string }>(
      this.dataSource,
      `select *, at::text as written from application_note
        where application_id = $1 and ($2::timestamptz is null or (at, id) < ($2::timestamptz, $3::uuid))
        order by at desc, id desc limit $4`,
      [id, after?.at ?? null, after?.id ?? null, limit + 1],
    );
    return {
      notes: rows.slice(0, limit).map((one) => ({
        noteId: one.id,
        words: this.personalData.open(one.sealed_words, `application_note.words:${one.id}`),
        by: one.clerk,
        at: one.at.toISOString(),
      })),
      next: pageCursor(
        rows.map(({ id: noteId, written }) => ({ at: written, id: noteId })),
        limit,
      ),
    };
  }
}
