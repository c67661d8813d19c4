import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, clerkOf, ProblemError, Roles, ZodParams, ZodQuery } from '#boot';
import { applicationState, applicationStates } from '#contracts';
import { queryRows } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './access/office-scope.js';
import { cursorOf, pageQuery, readCursor } from './paging.js';

export const whichApplications = pageQuery.extend({
  state: applicationState.optional(),
  office: z.string().max(60).optional(),
  /** Only those that wait for something. */
  held: z.enum(['true', 'false']).optional(),
});
const byId = z.object({ id: z.uuid() });

/** A request as the events tell it: no name, no number of a person. */
export interface ApplicationShown {
  readonly applicationId: string;
  readonly sequence: number;
  readonly state: string;
  readonly kind: string;
  readonly channel: string;
  readonly district: string;
  readonly office: string;
  readonly begunAt: string;
  readonly movedAt: string;
  /** Since when the file is complete and the clock runs. */
  readonly completeSince: string | null;
  /** What it waits for, oldest first. */
  readonly holds: readonly { readonly cause: string; readonly since: string }[];
  /** The newest print job. */
  readonly printJob: { readonly jobId: string; readonly state: string; readonly office: string } | null;
  /** The task that was last asked of a person. */
  readonly review: { readonly reviewId: string; readonly task: string } | null;
}

const select = `
  select a.*,
         coalesce((select json_agg(json_build_object('cause', h.cause, 'since', h.since) order by h.since, h.cause)
                     from application_hold h where h.application_id = a.id and h.until is null), '[]'::json) as holds,
         (select json_build_object('jobId', j.id, 'state', j.state, 'office', j.office) from print_job j
           where j.application_id = a.id order by j.answers desc, j.at desc limit 1) as job,
         (select json_build_object('reviewId', r.id, 'task', r.task) from review r
           where r.application_id = a.id order by r.requested_at desc limit 1) as review
    from application a`;

/** A page of requests, the youngest first. @param own the one office whose requests may be seen; null: every office's */
export async function listApplications(
  dataSource: DataSource,
  { state, office, held, limit, after }: z.output<typeof whichApplications>,
  own: string | null,
): Promise<{ applications: ApplicationShown[]; next: string | null }> {
  const from = readCursor(after);
  const rows = await queryRows<Row>(
    dataSource,
    `${select}
      where ($1::text is null or a.state = $1) and ($2::text is null or a.office = $2)
        and ($3::boolean is null or $3 = (a.waits_for is not null
             or exists (select 1 from application_hold h where h.application_id = a.id and h.until is null)))
        and ($7::text is null or a.office = $7 or a.opened_at = $7)
        and ($4::timestamptz is null or (a.begun_at, a.id) < ($4::timestamptz, $5::uuid))
      order by a.begun_at desc, a.id desc limit $6`,
    [
      state ?? null,
      office ?? null,
      held === undefined ? null : held === 'true',
      from?.at ?? null,
      from?.id ?? null,
      limit,
      own,
    ],
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { applications: rows.map(show), next: last ? cursorOf(last.begun_at, last.id) : null };
}

/** One request; what is not the office's own is not there for it. */
export async function findApplication(
  dataSource: DataSource,
  id: string,
  own: string | null,
): Promise<ApplicationShown | undefined> {
  const [row] = await queryRows<Row>(
    dataSource,
    `${select} where a.id = $1 and ($2::text is null or a.office = $2 or a.opened_at = $2)`,
    [id, own],
  );
  return row && show(row);
}

/** How many requests are in each state. */
export async function countByState(dataSource: DataSource, own: string | null): Promise<Record<string, number>> {
  const rows = await queryRows<{ state: string; count: number }>(
    dataSource,
    `select state, count(*)::int as count from application
      where ($1::text is null or office = $1 or opened_at = $1) group by state`,
    [own],
  );
  const known = new Map(rows.map((row) => [row.state, row.count]));
  return Object.fromEntries(applicationStates.map((state) => [state, known.get(state) ?? 0]));
}

@ApiTags('applications')
@Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
@Controller('applications')
export class ShowApplications {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Requests as the events tell them, the youngest first' })
  list(@ZodQuery(whichApplications) query: z.output<typeof whichApplications>, @Req() request: Request) {
    return listApplications(this.dataSource, query, officeOf(clerkOf(request)));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One request as the events tell it' })
  @ApiProblems({ 404: 'application-not-found' })
  async one(@ZodParams(byId) { id }: z.infer<typeof byId>, @Req() request: Request): Promise<ApplicationShown> {
    const found = await findApplication(this.dataSource, id, officeOf(clerkOf(request)));
    if (!found) throw new ProblemError(404, 'application-not-found', 'Nothing is known of such a request');
    return found;
  }
}

interface Row {
  id: string;
  sequence: number;
  state: string;
  kind: string;
  channel: string;
  district: string;
  office: string;
  waits_for: string | null;
  complete_since: Date | null;
  begun_at: Date;
  moved_at: Date;
  holds: { cause: string; since: string }[];
  job: { jobId: string; state: string; office: string } | null;
  review: { reviewId: string; task: string } | null;
}

function show(row: Row): ApplicationShown {
  const own = row.waits_for === null ? [] : [{ cause: row.waits_for, since: row.moved_at.toISOString() }];
  const told = row.holds.filter((hold) => hold.cause !== row.waits_for);
  return {
    applicationId: row.id,
    sequence: row.sequence,
    state: row.state,
    kind: row.kind,
    channel: row.channel,
    district: row.district,
    office: row.office,
    begunAt: row.begun_at.toISOString(),
    movedAt: row.moved_at.toISOString(),
    completeSince: row.complete_since?.toISOString() ?? null,
    holds: [...own, ...told.map((hold) => ({ cause: hold.cause, since: new Date(hold.since).toISOString() }))],
    printJob: row.job,
    review: row.review,
  };
}
