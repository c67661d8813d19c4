import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles, ZodBody } from '#boot';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
/** By what somebody's data was touched; each a table of this service with who and when. */
const ways = ['document-view', 'act', 'receipt', 'export', 'data-right'] as const;
const body = z
  .strictObject({
    from: instant,
    until: instant,
    /** One member of staff, as in their token; all of them where not given. */
    clerk: z.string().max(100).optional(),
    ways: z.array(z.enum(ways)).min(1).optional(),
    /** The database or its backup got out: everybody whose data was kept in that time, whoever touched it. */
    everybody: z.boolean().default(false),
    /** What has happened: this question is written down as well. */
    reason: z.string().trim().min(5).max(500),
    limit: z.int().min(1).max(500).default(200),
    /** `next` of the page before. */
    after: z.uuid().optional(),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    path: ['until'],
    message: 'ends before it begins',
  });
const touched = z.object({
  applicationId: z.uuid(),
  ticket: z.string(),
  office: z.string(),
  channel: z.string(),
  ways: z.array(z.string()),
  times: z.int(),
  firstAt: z.string(),
  lastAt: z.string(),
  /** How the notice reaches its subject; `erased`: nobody is known any more. */
  reachableBy: z.enum(['whatsapp', 'phone', 'counter', 'erased']),
});
const page = z.object({ subjects: z.array(touched), next: z.uuid().nullable() });

const wayTables: Record<(typeof ways)[number], string> = {
  'document-view': `select d.application_id, v.at, v.clerk from document_view v join document d on d.id = v.document_id
                     where d.application_id is not null and v.at >= $1 and v.at < $2`,
  act: `select application_id, at, clerk from application_history where clerk is not null and at >= $1 and at < $2`,
  receipt: `select application_id, at, clerk from receipt_print where at >= $1 and at < $2`,
  export: `select a.id, e.at, e.clerk from subject_export e join application a on a.nik_index = e.nik_index
            where e.at >= $1 and e.at < $2`,
  'data-right': `select application_id, at, clerk from data_right_act where at >= $1 and at < $2`,
};
const everybody = `select id, created_at, null from application
                    where created_at < $2 and (particulars_erased_at is null or particulars_erased_at >= $1)`;

interface Row {
  readonly id: string;
  readonly ticket: string;
  readonly office: string;
  readonly channel: string;
  readonly ways: string[];
  readonly times: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly reachable_by: z.output<typeof touched>['reachableBy'];
}

/**
 * Whose data was touched in a time: the list for the notice within 3 × 24 hours (UU 27/2022 art. 46; docs/breach-notice.md). It
 * names nobody: an owner of the notice opens each request for that, and is written down again.
 */
@ApiTags('data rights')
@Controller('touched-subjects')
export class ShowTouchedSubjects {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post()
  @HttpCode(200)
  @Roles('head', 'admin')
  @ApiOperation({ summary: 'Whose data was touched, by a time, a member of staff and a way; the question is recorded' })
  @ApiZodResponse(200, page)
  @ApiProblems({ 400: 'invalid-request' })
  async show(@ZodBody(body) asked: z.output<typeof body>, @Req() request: Request): Promise<z.output<typeof page>> {
    const { reason, after, limit, ...question } = asked;
    const chosen = asked.ways ?? ways;
    const seen = asked.everybody
      ? `select id as application_id, 'kept' as way, created_at as at from (${everybody}) as e (id, created_at, clerk)`
      : chosen
          .map(
            (way) =>
              `select application_id, '${way}' as way, at from (${wayTables[way]}) as w (application_id, at, clerk)
                where ($3::text is null or clerk = $3)`,
          )
          .join(' union all ');
    const rows = await this.unitOfWork.run(async (tx) => {
      if (after === undefined) {
        await tx.query('insert into touched_query (clerk, asked, reason) values ($1, $2, $3)', [
          clerkOf(request).id,
          JSON.stringify(question),
          reason,
        ]);
      }
      return tx.query<Row>(
        `select a.id, a.ticket, a.office, a.channel, t.ways, t.times, t.first_at, t.last_at,
                case when a.particulars_erased_at is not null then 'erased' when a.conversation_id is not null then 'whatsapp'
                     when a.sealed_phone is not null then 'phone' else 'counter' end as reachable_by
           from (select application_id, array_agg(distinct way order by way) as ways, count(*)::int as times,
                        min(at) as first_at, max(at) as last_at
                   from (${seen}) as seen
                  where ($4::uuid is null or application_id > $4) and ($3::text is null or true)
                  group by application_id order by application_id limit $5) as t
           join application a on a.id = t.application_id order by a.id`,
        [asked.from, asked.until, asked.clerk ?? null, after ?? null, limit + 1],
      );
    });
    const subjects = rows.slice(0, limit).map((row) => ({
      applicationId: row.id,
      ticket: row.ticket,
      office: row.office,
      channel: row.channel,
      ways: row.ways,
      times: row.times,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      reachableBy: row.reachable_by,
    }));
    return { subjects, next: rows.length > limit ? (subjects.at(-1)?.applicationId ?? null) : null };
  }
}
