import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles, ZodQuery } from '#boot';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { cursorOf, pageQuery, readCursor } from './paging.js';

const answer = z.object({
  outages: z.array(
    z.object({
      eventId: z.uuid(),
      link: z.string(),
      way: z.string(),
      seenBy: z.string(),
      cause: z.string(),
      since: z.iso.datetime(),
      /** Null while it lasts. */
      until: z.iso.datetime().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
export type LinkHistory = z.output<typeof answer>;

interface Row {
  readonly id: string;
  readonly time: Date;
  readonly link: string;
  readonly way: string;
  readonly seen_by: string;
  readonly cause: string;
  readonly since: string;
  readonly until: string | null;
}

/** When which outside network was down, for how long, and why: from the copy of what the services said. */
@ApiTags('operation')
@Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
@Controller('links')
export class ShowLinkHistory {
  constructor(private readonly dataSource: DataSource) {}

  @Get('history')
  @ApiOperation({ summary: 'Outages of the outside networks, the youngest first' })
  @ApiZodResponse(200, answer)
  async list(@ZodQuery(pageQuery) { limit, after }: z.output<typeof pageQuery>): Promise<LinkHistory> {
    const from = readCursor(after);
    const rows = await queryRows<Row>(
      this.dataSource,
      `select e.id, e.time, e.data->>'link' as link, e.data->>'way' as way, e.data->>'seenBy' as seen_by,
              e.data->>'cause' as cause, e.data->>'since' as since,
              (select r.data->>'since' from event r
                where r.type = 'link.restored' and r.time >= e.time and r.data->>'link' = e.data->>'link'
                  and r.data->>'way' = e.data->>'way' and r.data->>'seenBy' = e.data->>'seenBy'
                order by r.time limit 1) as until
         from event e
        where e.type = 'link.lost' and ($1::timestamptz is null or (e.time, e.id) < ($1::timestamptz, $2::uuid))
        order by e.time desc, e.id desc limit $3`,
      [from?.at ?? null, from?.id ?? null, limit],
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return {
      outages: rows.map((row) => ({
        eventId: row.id,
        link: row.link,
        way: row.way,
        seenBy: row.seen_by,
        cause: row.cause,
        since: new Date(row.since).toISOString(),
        until: row.until === null ? null : new Date(row.until).toISOString(),
      })),
      next: last ? cursorOf(last.time, last.id) : null,
    };
  }
}
