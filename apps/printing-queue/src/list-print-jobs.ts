import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiZodResponse, Roles, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';
import { jobsBefore, TellPrintDate } from './priority/tell-print-date.js';
import { afterCursor, cursorAfter, pageQuery } from './page-of.js';

const states = ['queued', 'claimed', 'started', 'completed', 'held', 'abandoned'] as const;
const query = pageQuery.extend({
  state: z.enum(states).optional(),
  office: z.string().max(60).optional(),
  applicationId: z.uuid().optional(),
});
const answer = z.object({
  printJobs: z.array(
    z.object({
      jobId: z.uuid(),
      applicationId: z.uuid(),
      answers: z.int(),
      kind: z.string(),
      office: z.string(),
      pickupOffice: z.string(),
      state: z.enum(states),
      attempt: z.int(),
      stationId: z.string().nullable(),
      serial: z.string().nullable(),
      heldBecause: z.string().nullable(),
      endedBecause: z.string().nullable(),
      deferredFor: z.string().nullable(),
      queuedAt: z.iso.datetime(),
      movedAt: z.iso.datetime(),
      routedFrom: z.string().nullable(),
      policyRule: z.string().nullable(),
      /** Queued ones: how many come first, and when it will be printed as far as anybody can know. */
      before: z.int().nullable(),
      expectedAt: z.iso.datetime().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

type Job = z.infer<typeof answer>['printJobs'][number];

/** Print jobs by state and office, oldest first. `?state=held` is a person's work. */
@ApiTags('print jobs')
@Controller()
export class ListPrintJobs {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tellPrintDate: TellPrintDate,
  ) {}

  @Get('print-jobs')
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  async list(
    @ZodQuery(query) { state, office, applicationId, limit, cursor }: z.infer<typeof query>,
  ): Promise<z.infer<typeof answer>> {
    const rows = await this.unitOfWork.run(async (tx) => {
      const found = await tx.query<
        Omit<Job, 'queuedAt' | 'movedAt' | 'expectedAt'> & { queuedAt: Date; movedAt: Date; micros: string }
      >(
        `select id as "jobId", application_id as "applicationId", answers, kind, office, pickup_office as "pickupOffice", state, attempt,
                station_id as "stationId", serial, held_because as "heldBecause", ended_because as "endedBecause",
                deferred_for as "deferredFor", queued_at as "queuedAt", moved_at as "movedAt",
                (extract(epoch from queued_at) * 1000000)::bigint::text as micros, routed_from as "routedFrom", policy_rule as "policyRule",
                case when state = 'queued' then ${jobsBefore} end as before
           from print_job j
          where ($1::text is null or state = $1) and ($2::text is null or office = $2) and ($3::uuid is null or application_id = $3)
            and (queued_at, id) > (to_timestamp(0) + $4::bigint * interval '1 microsecond', $5::uuid)
          order by queued_at, id limit $6`,
        [state ?? null, office ?? null, applicationId ?? null, ...afterCursor(cursor), limit],
      );
      const queued = found.flatMap(({ jobId, office: at, before, deferredFor }) =>
        before === null ? [] : [{ jobId, office: at, before, deferredFor }],
      );
      const dates = await this.tellPrintDate.tell(tx, queued);
      const dateOf = new Map(queued.map(({ jobId }, at) => [jobId, dates[at] ?? null]));
      return found.map((row) => ({ ...row, expectedAt: dateOf.get(row.jobId) ?? null }));
    });
    return answer.parse({
      printJobs: rows.map((row) => ({
        ...row,
        queuedAt: row.queuedAt.toISOString(),
        movedAt: row.movedAt.toISOString(),
      })),
      nextCursor: cursorAfter(
        rows.map(({ micros, jobId }) => ({ micros, id: jobId })),
        limit,
      ),
    });
  }
}
