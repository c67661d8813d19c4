import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiZodResponse, Roles, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';

const query = z.object({ from: z.iso.date(), to: z.iso.date() });
const answer = z.object({
  routes: z.array(
    z.object({
      fromOffice: z.string(),
      toOffice: z.string(),
      cards: z.int(),
      /** Days from printing to leaving, and from leaving to arrival. */
      waitedDays: z.number(),
      medianTransitDays: z.number(),
      longestTransitDays: z.number(),
      missing: z.int(),
    }),
  ),
});

/** How long cards travel, apart from the office's own time: the flight to Krayan is not the printer's fault. */
@ApiTags('reports')
@Controller('reports/transit')
export class ReportTransit {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get()
  @Roles('print-operator', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  async report(@ZodQuery(query) { from, to }: z.infer<typeof query>): Promise<z.infer<typeof answer>> {
    const routes = await this.unitOfWork.run((tx) =>
      tx.query<z.infer<typeof answer>['routes'][number]>(
        `select printed_at_office as "fromOffice", office as "toOffice", count(*)::int as cards,
                round(avg(extract(epoch from dispatched_at - printed_at) / 86400), 2)::float8 as "waitedDays",
                round((percentile_cont(0.5) within group (order by extract(epoch from arrived_at - dispatched_at) / 86400))::numeric, 2)::float8 as "medianTransitDays",
                round(max(extract(epoch from arrived_at - dispatched_at) / 86400), 2)::float8 as "longestTransitDays",
                (select count(*)::int from card l where l.state = 'missing' and l.office = c.office and l.printed_at_office = c.printed_at_office) as missing
           from card c
          where arrived_at >= $1::date and arrived_at < $2::date + 1 and dispatched_at is not null
          group by printed_at_office, office order by 1, 2`,
        [from, to],
      ),
    );
    return { routes };
  }
}
