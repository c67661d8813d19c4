import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody, ZodQuery } from '#boot';
import { aboutAct } from '../later-act.js';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { noSuchApplication } from '../clerk-sees.js';
import { pageCursor, readPageCursor } from '../page-cursor.js';
import { PersonalData } from '../personal-data.js';

const instant = z.iso.datetime();
const body = z.strictObject({
  applicationId: z.uuid(),
  /** `person`: every request of whoever made this one, later ones too. */
  scope: z.enum(['request', 'person']).default('request'),
  /** The dispute, the letter of the investigator, the article: why it must be kept. */
  reason: z.string().trim().min(5).max(1_000),
});
const query = z.object({
  /** Those that still keep something, or all. */
  only: z.enum(['open', 'all']).default('open'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
const shown = z.object({
  holdId: z.uuid(),
  applicationId: z.uuid().nullable(),
  scope: z.enum(['request', 'person']),
  reason: z.string(),
  placedBy: z.string(),
  placedAt: instant,
  liftedBy: z.string().nullable(),
  liftedAt: instant.nullable(),
});
const page = z.object({ holds: z.array(shown), next: z.string().nullable() });

interface Row {
  readonly id: string;
  readonly application_id: string | null;
  readonly nik_index: string | null;
  readonly sealed_reason: string;
  readonly placed_by: string;
  readonly placed_at: Date;
  readonly lifted_by: string | null;
  readonly lifted_at: Date | null;
}

/** A reason in law to keep what would end: placed and lifted by the head, with who, when and why, never deleted. */
@ApiTags('data rights')
@Controller('legal-holds')
export class KeepByLaw {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Post()
  @Roles('head', 'admin')
  @ApiOperation({ summary: 'Keep a request, or all requests of its person, beyond their time' })
  @ApiZodResponse(201, shown)
  @ApiProblems({ 404: 'application-not-found', 409: 'already-erased' })
  place(@ZodBody(body) input: z.output<typeof body>, @Req() request: Request): Promise<z.output<typeof shown>> {
    return this.unitOfWork.run(async (tx) => {
      // Whoever erases holds this lock too: what this answer says is kept is kept.
      const [row] = await tx.query<{ nik_index: string | null; traceparent: string | null; erased: boolean }>(
        `select nik_index, traceparent, particulars_erased_at is not null as erased from application
          where nik_index = (select nik_index from application where id = $1) or id = $1
          order by id <> $1 for update`,
        [input.applicationId],
      );
      if (!row) throw noSuchApplication();
      if (row.erased) throw new ProblemError(409, 'already-erased', 'The particulars of this request are erased');
      const id = randomUUID();
      return inSpan('keep by law', aboutAct(input.applicationId, row.traceparent), async () => {
        const [hold] = await tx.query<Row>(
          `insert into legal_hold (id, application_id, nik_index, sealed_reason, placed_by) values ($1, $2, $3, $4, $5)
           returning *`,
          [
            id,
            input.applicationId,
            input.scope === 'person' ? row.nik_index : null,
            this.personalData.seal(input.reason, `legal_hold.reason:${id}`),
            clerkOf(request).id,
          ],
        );
        return this.shownOf(hold);
      });
    });
  }

  @Post(':id/lift')
  @HttpCode(200)
  @Roles('head', 'admin')
  @ApiOperation({
    summary: 'The reason is over: what has passed its time ends at the next round; lifted twice is once',
  })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 404: 'hold-not-found' })
  async lift(@Param('id') id: string, @Req() request: Request): Promise<z.output<typeof shown>> {
    const [hold] = await this.unitOfWork.run((tx) =>
      tx.query<Row>(
        `update legal_hold set lifted_by = coalesce(lifted_by, $2), lifted_at = coalesce(lifted_at, now())
          where id::text = $1 returning *`,
        [id, clerkOf(request).id],
      ),
    );
    return this.shownOf(hold);
  }

  @Get()
  @Roles('head', 'admin')
  @ApiOperation({ summary: 'What is kept by law, the newest first' })
  @ApiZodResponse(200, page)
  @ApiProblems({ 400: 'invalid-request or invalid-cursor' })
  async list(@ZodQuery(query) asked: z.output<typeof query>): Promise<z.output<typeof page>> {
    const after = readPageCursor(asked.cursor);
    const rows: (Row & { at: string })[] = await this.dataSource.query(
      `select *, placed_at::text as at from legal_hold
        where ($1 or lifted_at is null) and ($2::timestamptz is null or (placed_at, id) < ($2::timestamptz, $3::uuid))
        order by placed_at desc, id desc limit $4`,
      [asked.only === 'all', after?.at ?? null, after?.id ?? null, asked.limit + 1],
    );
    return { holds: rows.slice(0, asked.limit).map((row) => this.shownOf(row)), next: pageCursor(rows, asked.limit) };
  }

  private shownOf(row: Row | undefined): z.output<typeof shown> {
    if (!row) throw new ProblemError(404, 'hold-not-found', 'There is no such hold');
    return {
      holdId: row.id,
      applicationId: row.application_id,
      scope: row.nik_index === null ? 'request' : 'person',
      reason: this.personalData.open(row.sealed_reason, `legal_hold.reason:${row.id}`),
      placedBy: row.placed_by,
      placedAt: row.placed_at.toISOString(),
      liftedBy: row.lifted_by,
      liftedAt: row.lifted_at?.toISOString() ?? null,
    };
  }
}
