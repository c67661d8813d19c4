import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { pageCursor, readPageCursor } from '../page-cursor.js';
import { findResults, requestResult } from './request-result.js';

const query = z.object({ cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });
const entry = z.object({
  bundleId: z.uuid(),
  deviceId: z.uuid(),
  officer: z.string(),
  district: z.string(),
  via: z.enum(['line', 'stick']),
  /** By the device's clock; `receivedAt` is by ours. */
  madeAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  importedBy: z.string().nullable(),
  requests: z.number(),
  told: z.number(),
  /** False where an import broke off: import the same file again. */
  isDone: z.boolean(),
});
const page = z.object({ bundles: z.array(entry), next: z.string().nullable() });
const shown = entry.extend({ results: z.array(requestResult) });

interface Row {
  readonly id: string;
  readonly device_id: string;
  readonly officer: string;
  readonly district: string;
  readonly via: 'line' | 'stick';
  readonly made_at: Date;
  readonly received_at: Date;
  readonly imported_by: string | null;
  readonly request_ids: string[];
  readonly told: number;
  readonly done_at: Date | null;
}
const from =
  'select bundle.*, bundle.received_at::text as at, officer, district from bundle join officer_device device on device.id = device_id';

/** What the villages have brought, and what became of each request. */
@ApiTags('village officers')
@Controller('bundles')
@Roles('clerk', 'reviewer', 'head', 'ops', 'admin')
export class ListBundles {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'The bundles that came in, the newest first' })
  @ApiZodResponse(200, page)
  async list(
    @ZodQuery(query) { cursor, limit }: z.output<typeof query>,
    @Req() request: Request,
  ): Promise<z.output<typeof page>> {
    const after = readPageCursor(cursor);
    const rows: (Row & { at: string })[] = await this.dataSource.query(
      `${from} where ($1::timestamptz is null or (bundle.received_at, bundle.id) < ($1, $2::uuid)) and ($4::text is null or office = $4)
        order by bundle.received_at desc, bundle.id desc limit $3`,
      [after?.at ?? null, after?.id ?? null, limit + 1, officeOf(clerkOf(request))],
    );
    return { bundles: rows.slice(0, limit).map(show), next: pageCursor(rows, limit) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One bundle with what became of each request' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 404: 'bundle-not-found' })
  async show(@Param('id') id: string, @Req() request: Request): Promise<z.output<typeof shown>> {
    const rows: Row[] = z.uuid().safeParse(id).success
      ? await this.dataSource.query(`${from} where bundle.id = $1 and ($2::text is null or office = $2)`, [
          id,
          officeOf(clerkOf(request)),
        ])
      : [];
    const [row] = rows;
    if (!row) throw new ProblemError(404, 'bundle-not-found', 'There is no such bundle');
    return { ...show(row), results: await findResults(this.dataSource, row.device_id, row.request_ids) };
  }
}

function show(row: Row): z.output<typeof entry> {
  return {
    bundleId: row.id,
    deviceId: row.device_id,
    officer: row.officer,
    district: row.district,
    via: row.via,
    madeAt: row.made_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    importedBy: row.imported_by,
    requests: row.request_ids.length,
    told: row.told,
    isDone: row.done_at !== null,
  };
}
