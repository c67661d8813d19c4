import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import { complaintAbout } from '#contracts';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { pageCursor, readPageCursor } from '../page-cursor.js';
import { PersonalData } from '../personal-data.js';
import type { ComplaintRow } from './complaint.row.js';

const query = z.object({
  state: z.enum(['open', 'answered', 'closed']).default('open'),
  about: complaintAbout.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  cursor: z.string().max(200).optional(),
});
const instant = z.iso.datetime();
const listed = z.object({
  complaintId: z.uuid(),
  number: z.string(),
  about: complaintAbout,
  channel: z.string(),
  office: z.string(),
  state: z.string(),
  owner: z.string().nullable(),
  applicationId: z.uuid().nullable(),
  openedAt: instant,
  dueAt: instant,
  /** Its day has passed while it is open. */
  overdue: z.boolean(),
});
const page = z.object({ complaints: z.array(listed), next: z.string().nullable() });
const shown = listed.extend({
  words: z.string().nullable(),
  contact: z.string().nullable(),
  answer: z.string().nullable(),
  /** Whether an answer reaches the citizen by WhatsApp. */
  answersByWhatsapp: z.boolean(),
  answeredAt: instant.nullable(),
  closedAt: instant.nullable(),
});

/** What citizens have lodged, the most urgent first. The words of a complaint are shown one at a time. */
@ApiTags('complaints')
@Controller('complaints')
export class ListComplaints {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Get()
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Complaints and data-rights requests, the one due first on top, without their words' })
  @ApiZodResponse(200, page)
  @ApiProblems({ 400: 'invalid-request or invalid-cursor' })
  async list(@ZodQuery(query) asked: z.output<typeof query>, @Req() request: Request): Promise<z.output<typeof page>> {
    const after = readPageCursor(asked.cursor);
    const rows: (ComplaintRow & { at: string })[] = await this.dataSource.query(
      `select *, due_at::text as at from complaint
        where state = $1 and ($2::text is null or about = $2) and ($3::text is null or office = $3)
          and ($4::timestamptz is null or (due_at, id) > ($4::timestamptz, $5::uuid))
        order by due_at, id limit $6`,
      [
        asked.state,
        asked.about ?? null,
        officeOf(clerkOf(request)),
        after?.at ?? null,
        after?.id ?? null,
        asked.limit + 1,
      ],
    );
    const complaints = rows.slice(0, asked.limit);
    const now = new Date();
    return { complaints: complaints.map((row) => listedOf(row, now)), next: pageCursor(rows, asked.limit) };
  }

  @Get(':id')
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'One complaint with its words and its answer' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 404: 'complaint-not-found' })
  async show(@Param('id') id: string, @Req() request: Request): Promise<z.output<typeof shown>> {
    const [row]: ComplaintRow[] = await this.dataSource.query(
      'select * from complaint where id::text = $1 and ($2::text is null or office = $2)',
      [id, officeOf(clerkOf(request))],
    );
    if (!row) throw noSuchComplaint();
    const open = (sealed: string | null, column: string) =>
      this.personalData.openOr(sealed, `complaint.${column}:${row.id}`);
    return {
      ...listedOf(row, new Date()),
      words: open(row.sealed_words, 'words'),
      contact: open(row.sealed_contact, 'contact'),
      answer: open(row.sealed_answer, 'answer'),
      answersByWhatsapp: row.conversation_id !== null,
      answeredAt: row.answered_at?.toISOString() ?? null,
      closedAt: row.closed_at?.toISOString() ?? null,
    };
  }
}

function listedOf(row: ComplaintRow, now: Date): z.output<typeof listed> {
  return {
    complaintId: row.id,
    number: row.number,
    about: row.about,
    channel: row.channel,
    office: row.office,
    state: row.state,
    owner: row.owner,
    applicationId: row.application_id,
    openedAt: row.opened_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    overdue: row.state === 'open' && row.due_at < now,
  };
}

/** What is not there, or another office's. */
export function noSuchComplaint(): ProblemError {
  return new ProblemError(404, 'complaint-not-found', 'There is no such complaint');
}
