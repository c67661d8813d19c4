import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiZodResponse, Roles, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from './config.js';
import { afterCursor, cursorAfter, pageQuery } from './page-of.js';

const states = ['to_dispatch', 'in_transit', 'missing', 'ready', 'handed_over', 'void'] as const;
const query = pageQuery.extend({
  state: z.enum(states).default('ready'),
  office: z.string().max(60).optional(),
  /** Only those that lie ready longer than the office's patience. */
  uncollected: z.stringbool().default(false),
});
const answer = z.object({
  cards: z.array(
    z.object({
      jobId: z.uuid(),
      applicationId: z.uuid(),
      kind: z.string(),
      /** Where it is collected. */
      office: z.string(),
      printedAtOffice: z.string(),
      state: z.enum(states),
      printedAt: z.iso.datetime(),
      manifestId: z.uuid().nullable(),
      dispatchedAt: z.iso.datetime().nullable(),
      arrivedAt: z.iso.datetime().nullable(),
      reminders: z.int(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

type Card = z.infer<typeof answer>['cards'][number];

/** Cards by where they are: `ready` ones wait for their owners, oldest first. */
@ApiTags('cards')
@Controller()
export class ListCards {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('cards')
  @Roles('clerk', 'print-operator', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  async list(
    @ZodQuery(query) { state, office, uncollected, limit, cursor }: z.infer<typeof query>,
  ): Promise<z.infer<typeof answer>> {
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<
        Omit<Card, 'printedAt' | 'dispatchedAt' | 'arrivedAt'> & {
          printedAt: Date;
          dispatchedAt: Date | null;
          arrivedAt: Date | null;
          micros: string;
        }
      >(
        `select job_id as "jobId", application_id as "applicationId", kind, office, printed_at_office as "printedAtOffice", state,
                printed_at as "printedAt", manifest_id as "manifestId", dispatched_at as "dispatchedAt", arrived_at as "arrivedAt", reminders, (extract(epoch from printed_at) * 1000000)::bigint::text as micros
           from card
          where state = $1 and ($2::text is null or office = $2)
            and (not $6 or (state = 'ready' and coalesce(arrived_at, printed_at) < now() - make_interval(secs => $7)))
            and (printed_at, job_id) > (to_timestamp(0) + $3::bigint * interval '1 microsecond', $4::uuid)
          order by printed_at, job_id limit $5`,
        [
          state,
          office ?? null,
          ...afterCursor(cursor),
          limit,
          uncollected,
          this.config.UNCOLLECTED_AFTER_DAYS * 86_400,
        ],
      ),
    );
    return answer.parse({
      cards: rows.map((row) => ({
        ...row,
        printedAt: row.printedAt.toISOString(),
        dispatchedAt: row.dispatchedAt?.toISOString() ?? null,
        arrivedAt: row.arrivedAt?.toISOString() ?? null,
      })),
      nextCursor: cursorAfter(
        rows.map(({ micros, jobId }) => ({ micros, id: jobId })),
        limit,
      ),
    });
  }
}
