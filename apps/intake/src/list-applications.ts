import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles, ZodQuery } from '#boot';
import { applicationState, kind } from '#contracts';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './clerk-sees.js';
import { listed, type ListedRow, listedOf, openCauses } from './listed-application.js';
import { pageCursor, readPageCursor } from './page-cursor.js';
import { PersonalData } from './personal-data.js';

const query = z.object({
  state: applicationState.optional(),
  kind: kind.optional(),
  office: z.string().max(60).optional(),
  ticket: z.string().trim().toUpperCase().max(20).optional(),
  /** `promise`: requests under way whose promise ends first; those that are held have no date and are not in it. */
  order: z.enum(['newest', 'promise']).default('newest'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** `next` of the page before. */
  cursor: z.string().max(200).optional(),
});

const page = z.object({ applications: z.array(listed), next: z.string().nullable() });

/** The ways to read the list: what came last, or the work whose promise ends first. */
const orders = {
  newest: { column: 'created_at', way: 'desc', only: 'true' },
  // Spelled as the partial index has it.
  promise: {
    column: 'promised_for',
    way: 'asc',
    only: `a.promised_for is not null
        and a.state in ('submitted', 'checking_register', 'under_review', 'awaiting_recording', 'ready_to_print', 'printing')`,
  },
} as const;

type Row = ListedRow & { readonly at: string };

/** The requests an office works on, a page at a time; nobody's data in clear. */
@ApiTags('applications')
@Controller('applications')
export class ListApplications {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Get()
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'Applications, newest first or the promise that ends first, masked' })
  @ApiZodResponse(200, page)
  @ApiProblems({ 400: 'invalid-request or invalid-cursor' })
  async list(@ZodQuery(query) asked: z.output<typeof query>, @Req() request: Request): Promise<z.output<typeof page>> {
    const after = readPageCursor(asked.cursor);
    const { column, way, only } = orders[asked.order];
    const rows: Row[] = await this.dataSource.query(
      `select a.*, a.${column}::text as at,
              ${openCauses}
         from application a
        where ($1::text is null or a.state = $1) and ($2::text is null or a.kind = $2)
          and ($3::text is null or a.office = $3) and ($4::text is null or a.ticket = $4)
          and ($5::text is null or a.office = $5 or a.opened_at_office = $5) and ${only}
          and ($6::timestamptz is null or (a.${column}, a.id) ${way === 'asc' ? '>' : '<'} ($6::timestamptz, $7::uuid))
        order by a.${column} ${way}, a.id ${way} limit $8`,
      [
        asked.state ?? null,
        asked.kind ?? null,
        asked.office ?? null,
        asked.ticket ?? null,
        officeOf(clerkOf(request)),
        after?.at ?? null,
        after?.id ?? null,
        asked.limit + 1,
      ],
    );
    return {
      applications: rows.slice(0, asked.limit).map((row) => listedOf(row, this.personalData)),
      next: pageCursor(rows, asked.limit),
    };
  }
}
