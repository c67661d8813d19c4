import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodQuery } from '#boot';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type ReviewRow, reviewColumns, tasks } from './review/review.row.js';
import { reviewShown, showRow } from './review/show-row.js';

const query = z.object({
  task: z.enum(tasks).optional(),
  state: z.enum(['open', 'closed']).default('open'),
  applicationId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  after: z.string().max(200).optional(),
});
const page = z.object({ reviews: z.array(reviewShown), next: z.string().nullable() });
const cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/** What people have to look at, the oldest first. */
@ApiTags('reviews')
@Controller('reviews')
export class ListReviews {
  constructor(private readonly dataSource: DataSource) {}

  @Roles('clerk', 'reviewer', 'head')
  @Get()
  @ApiZodResponse(200, page, 'one page, the oldest first')
  @ApiProblems({ 400: 'invalid-request' })
  async list(@ZodQuery(query) asked: z.output<typeof query>): Promise<z.infer<typeof page>> {
    const [openedAt, id] = asked.after === undefined ? [null, null] : readCursor(asked.after);
    const rows = await queryRows<ReviewRow & { opened_exactly: string }>(
      this.dataSource,
      // The cursor keeps the microseconds that a JavaScript date loses.
      `select ${reviewColumns}, to_char(r.opened_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as opened_exactly
         from review r join application a on a.id = r.application_id
        where (r.closed_at is null) = ($1 = 'open')
          and ($2::text is null or r.task = $2)
          and ($3::uuid is null or r.application_id = $3)
          and ($4::timestamptz is null or (r.opened_at, r.id) > ($4::timestamptz, $5::uuid))
        order by r.opened_at, r.id limit $6`,
      [asked.state, asked.task ?? null, asked.applicationId ?? null, openedAt, id, asked.limit + 1],
    );
    const shown = rows.slice(0, asked.limit);
    const last = rows.length > asked.limit ? shown.at(-1) : undefined;
    const now = new Date();
    return {
      reviews: shown.map((row) => showRow(row, now)),
      next: last ? Buffer.from(JSON.stringify([last.opened_exactly, last.id])).toString('base64url') : null,
    };
  }
}

function readCursor(text: string): z.infer<typeof cursor> {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemError(400, 'invalid-request', 'The request is not valid', '`after` is not a `next` of this list');
  }
}
