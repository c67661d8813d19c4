import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiZodResponse, Roles, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';
import { afterCursor, cursorAfter, pageQuery } from '../page-of.js';

const query = pageQuery.extend({ state: z.enum(['open', 'all']).default('open') });
const answer = z.object({
  approvals: z.array(
    z.object({
      approvalId: z.uuid(),
      jobId: z.uuid(),
      applicationId: z.uuid(),
      office: z.string(),
      act: z.enum(['settle', 'void']),
      found: z.string().nullable(),
      serial: z.string().nullable(),
      reason: z.string(),
      askedBy: z.string(),
      askedAt: z.iso.datetime(),
      decision: z.enum(['approved', 'denied']).nullable(),
      decidedBy: z.string().nullable(),
      decidedAt: z.iso.datetime().nullable(),
      decisionNote: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
type Approval = z.infer<typeof answer>['approvals'][number];
type Row = Omit<Approval, 'askedAt' | 'decidedAt'> & { askedAt: Date; decidedAt: Date | null; micros: string };

/** Second cards that were asked for, oldest first: the open ones are a second person's work, all of them the audit. */
@ApiTags('second cards')
@Controller()
export class ListApprovals {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Get('approvals')
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  async list(@ZodQuery(query) { state, limit, cursor }: z.infer<typeof query>): Promise<z.infer<typeof answer>> {
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<Row>(
        `select a.id as "approvalId", a.job_id as "jobId", j.application_id as "applicationId", a.office, a.act, a.found, a.serial,
                a.reason, a.asked_by as "askedBy", a.asked_at as "askedAt", a.decision, a.decided_by as "decidedBy",
                a.decided_at as "decidedAt", a.decision_note as "decisionNote",
                (extract(epoch from a.asked_at) * 1000000)::bigint::text as micros
           from approval a join print_job j on j.id = a.job_id
          where ${state === 'open' ? 'a.decision is null and' : ''}
                (a.asked_at, a.id) > (to_timestamp(0) + $1::bigint * interval '1 microsecond', $2::uuid)
          order by a.asked_at, a.id limit $3`,
        [...afterCursor(cursor), limit],
      ),
    );
    return answer.parse({
      approvals: rows.map((row) => ({
        ...row,
        askedAt: row.askedAt.toISOString(),
        decidedAt: row.decidedAt?.toISOString() ?? null,
      })),
      nextCursor: cursorAfter(
        rows.map(({ micros, approvalId }) => ({ micros, id: approvalId })),
        limit,
      ),
    });
  }
}
