import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import { queryRows } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './review/review-roles.js';
import { type ReviewRow, reviewColumns, tasks } from './review/review.row.js';
import { reviewShown, showRow } from './review/show-row.js';

const query = z.object({
  task: z.enum(tasks).optional(),
  state: z.enum(['open', 'closed']).default('open'),
  applicationId: z.uuid().optional(),
  /** `age`: the oldest first. `promise`: what is promised soonest first, then what has no promise, each by age. */
  order: z.enum(['age', 'promise']).default('age'),
  /** Only those that nobody has in hand now. */
  free: z.stringbool().default(false),
  /** Only refusals that wait for a second reviewer. */
  proposed: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before, of the same order. */
  after: z.string().max(200).optional(),
});
const page = z.object({ reviews: z.array(reviewShown), next: z.string().nullable() });
const cursor = z.tuple([z.iso.datetime(), z.iso.datetime(), z.uuid()]);

/** By what a page is ordered; each has its index. */
const keys = {
  age: 'r.opened_at',
  promise: "coalesce(r.promised_for, timestamptz '9999-12-31 00:00:00+00')",
} as const;
/** The cursor keeps the microseconds that a JavaScript date loses. */
const exactly = (instant: string) => `to_char(${instant} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** What people have to look at, by age or by what the citizen was promised. */
@ApiTags('reviews')
@Controller('reviews')
export class ListReviews {
  constructor(private readonly dataSource: DataSource) {}

  @Roles('clerk', 'reviewer', 'head')
  @Get()
  @ApiZodResponse(200, page, 'one page')
  @ApiProblems({ 400: 'invalid-request' })
  async list(@ZodQuery(query) asked: z.output<typeof query>, @Req() request: Request): Promise<z.infer<typeof page>> {
    const [from, openedAt, id] = asked.after === undefined ? [null, null, null] : readCursor(asked.after);
    const key = keys[asked.order];
    const rows = await queryRows<ReviewRow & { key: string; opened_exactly: string }>(
      this.dataSource,
      // Open and closed are two texts, so that the indexes of what is open serve the day's work.
      `select ${reviewColumns}, ${exactly(key)} as key, ${exactly('r.opened_at')} as opened_exactly
         from review r join application a on a.id = r.application_id
        where r.closed_at is ${asked.state === 'open' ? 'null' : 'not null'}
          and ($1::text is null or r.task = $1)
          and ($2::uuid is null or r.application_id = $2)
          and (not $3::boolean or r.claimed_until is null or r.claimed_until <= now())
          and (not $4::boolean or r.proposed is not null)
          and ($9::text is null or a.office = $9)
          and ($5::timestamptz is null or (${key}, r.opened_at, r.id) > ($5::timestamptz, $6::timestamptz, $7::uuid))
        order by ${key}, r.opened_at, r.id limit $8`,
      [
        asked.task ?? null,
        asked.applicationId ?? null,
        asked.free,
        asked.proposed,
        from,
        openedAt,
        id,
        asked.limit + 1,
        officeOf(clerkOf(request)),
      ],
    );
    const shown = rows.slice(0, asked.limit);
    const last = rows.length > asked.limit ? shown.at(-1) : undefined;
    const now = new Date();
    const next = last && Buffer.from(JSON.stringify([last.key, last.opened_exactly, last.id])).toString('base64url');
    return { reviews: shown.map((row) => showRow(row, now)), next: next ?? null };
  }
}

function readCursor(text: string): z.infer<typeof cursor> {
  try {
    return cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemError(400, 'invalid-request', 'The request is not valid', '`after` is not a `next` of this list');
  }
}
