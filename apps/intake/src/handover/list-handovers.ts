import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import { maskPhone } from '#civil-registry';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { pageCursor, readPageCursor } from '../page-cursor.js';
import { PersonalData } from '../personal-data.js';
import type { HandoverRow } from './hand-over.js';
import { readTranscript, transcriptLine } from './read-transcript.js';

const query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  cursor: z.string().max(200).optional(),
});
const before = z.object({ limit: z.coerce.number().int().min(1).max(200).default(100), cursor: z.string().optional() });
const instant = z.iso.datetime();
const listed = z.object({
  handoverId: z.uuid(),
  conversationId: z.uuid(),
  office: z.string(),
  reason: z.enum(['asked', 'not-understood']),
  owner: z.string().nullable(),
  openedAt: instant,
  lastWordAt: instant,
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  maskedPhone: z.string().nullable(),
});
const page = z.object({ handovers: z.array(listed), next: z.string().nullable() });
const shown = listed.extend({
  /** The conversation, oldest first; `earlier` is the cursor of what was said before. */
  transcript: z.array(transcriptLine),
  earlier: z.string().nullable(),
});

type Row = HandoverRow & { readonly sealed_phone: string | null; readonly at: string };

/** Conversations that wait for a person or have one, the longest waiting first. */
@ApiTags('handovers')
@Controller('handovers')
export class ListHandovers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Get()
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Conversations in the hands of the staff' })
  @ApiZodResponse(200, page)
  @ApiProblems({ 400: 'invalid-request or invalid-cursor' })
  async list(@ZodQuery(query) asked: z.output<typeof query>, @Req() request: Request): Promise<z.output<typeof page>> {
    const after = readPageCursor(asked.cursor);
    const rows: Row[] = await this.dataSource.query(
      `select h.*, c.sealed_phone, h.opened_at::text as at from handover h join conversation c on c.id = h.conversation_id
        where h.closed_at is null and ($1::text is null or h.office = $1)
          and ($2::timestamptz is null or (h.opened_at, h.id) > ($2::timestamptz, $3::uuid))
        order by h.opened_at, h.id limit $4`,
      [officeOf(clerkOf(request)), after?.at ?? null, after?.id ?? null, asked.limit + 1],
    );
    return {
      handovers: rows.slice(0, asked.limit).map((row) => this.listedOf(row)),
      next: pageCursor(rows, asked.limit),
    };
  }

  @Get(':id')
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'One of them with its transcript; the cursor goes back in time' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 400: 'invalid-cursor', 404: 'handover-not-found' })
  async show(
    @Param('id') id: string,
    @ZodQuery(before) { limit, cursor }: z.output<typeof before>,
    @Req() request: Request,
  ): Promise<z.output<typeof shown>> {
    const [row]: Row[] = await this.dataSource.query(
      `select h.*, c.sealed_phone, h.opened_at::text as at from handover h join conversation c on c.id = h.conversation_id
        where h.id::text = $1 and ($2::text is null or h.office = $2)`,
      [id, officeOf(clerkOf(request))],
    );
    if (!row) throw noSuchHandover();
    const { lines, earlier } = await readTranscript(
      this.dataSource,
      row.conversation_id,
      { limit, before: readPageCursor(cursor) },
      this.personalData,
    );
    return { ...this.listedOf(row), transcript: lines, earlier };
  }

  private listedOf(row: Row): z.output<typeof listed> {
    const phone = this.personalData.openOr(row.sealed_phone, `conversation.phone:${row.conversation_id}`);
    return {
      handoverId: row.id,
      conversationId: row.conversation_id,
      office: row.office,
      reason: row.reason,
      owner: row.owner,
      openedAt: row.opened_at.toISOString(),
      lastWordAt: row.last_word_at.toISOString(),
      closedAt: row.closed_at?.toISOString() ?? null,
      closedBy: row.closed_by,
      maskedPhone: phone === null ? null : maskPhone(phone),
    };
  }
}

/** What is not there, or another office's. */
export function noSuchHandover(): ProblemError {
  return new ProblemError(404, 'handover-not-found', 'There is no such handover');
}
