import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import { maskName } from '#civil-registry';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { PersonalData } from '../personal-data.js';
import { visitId } from './visit-paths.js';
import { type EntryRow, visitColumns, type VisitRow } from './visit.row.js';

const query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** The `from` and id of the last visit of the page before, as `2026-12-07|<id>`. */
  cursor: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}\|[0-9a-f-]{36}$/)
    .optional(),
});
const visit = z.object({
  visitId: z.uuid(),
  district: z.string(),
  office: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  team: z.array(z.string()),
  state: z.enum(['planned', 'closed', 'cancelled']),
  plannedBy: z.string(),
});
const page = z.object({ visits: z.array(visit), next: z.string().nullable() });
const entry = z.object({
  applicationId: z.uuid(),
  ticket: z.string(),
  kind: z.string(),
  /** Masked, as everywhere outside the counter. */
  name: z.string(),
  village: z.string().nullable(),
  purpose: z.enum(['record', 'hand-over']),
  result: z.string().nullable(),
  happenedAt: z.iso.datetime().nullable(),
  reportedAt: z.iso.datetime().nullable(),
});
const shown = visit.extend({ entries: z.array(entry) });

type Entry = EntryRow & {
  readonly ticket: string;
  readonly village: string | null;
  readonly sealed_name: string | null;
  readonly happened_at: Date | null;
  readonly reported_at: Date | null;
};

/** Where officers go, and whom they find on their list. */
@ApiTags('visits')
@Controller('recording-visits')
@Roles('clerk', 'reviewer', 'head', 'admin')
export class ShowVisits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Visits, the latest first' })
  @ApiZodResponse(200, page)
  async list(
    @ZodQuery(query) { limit, cursor }: z.output<typeof query>,
    @Req() request: Request,
  ): Promise<z.output<typeof page>> {
    const [day = null, id = null] = cursor?.split('|') ?? [];
    const rows: VisitRow[] = await this.dataSource.query(
      `select ${visitColumns} from recording_visit
        where ($1::date is null or (recording_visit.starts_on, id) < ($1::date, $2::uuid)) and ($4::text is null or office = $4)
        order by recording_visit.starts_on desc, id desc limit $3`,
      [day, id, limit + 1, officeOf(clerkOf(request))],
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { visits: rows.slice(0, limit).map(show), next: last ? `${last.starts_on}|${last.id}` : null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'A visit with its list: whom to record, which cards to hand over, and what came of it' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 404: 'visit-not-found' })
  async show(@Param('id', visitId) id: string, @Req() request: Request): Promise<z.output<typeof shown>> {
    const [row]: VisitRow[] = await this.dataSource.query(
      `select ${visitColumns} from recording_visit where id = $1 and ($2::text is null or office = $2)`,
      [id, officeOf(clerkOf(request))],
    );
    if (!row) throw new ProblemError(404, 'visit-not-found', 'There is no such visit');
    const entries: Entry[] = await this.dataSource.query(
      `select e.*, a.ticket, a.kind, a.village, a.sealed_name from visit_entry e join application a on a.id = e.application_id
        where e.visit_id = $1 order by e.purpose, a.village nulls last, a.ticket limit 400`,
      [id],
    );
    return { ...show(row), entries: entries.map((one) => this.showEntry(one)) };
  }

  private showEntry(one: Entry): z.output<typeof entry> {
    const name = this.personalData.openOr(one.sealed_name, `application.name:${one.application_id}`);
    return {
      applicationId: one.application_id,
      ticket: one.ticket,
      kind: one.kind,
      name: name === null ? '—' : maskName(name),
      village: one.village,
      purpose: one.purpose,
      result: one.result,
      happenedAt: one.happened_at?.toISOString() ?? null,
      reportedAt: one.reported_at?.toISOString() ?? null,
    };
  }
}

function show(row: VisitRow): z.output<typeof visit> {
  return {
    visitId: row.id,
    district: row.district,
    office: row.office,
    from: row.starts_on,
    to: row.ends_on,
    team: row.team,
    state: row.state,
    plannedBy: row.planned_by,
  };
}
