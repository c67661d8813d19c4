import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { VisitCardHandedOver, VisitClosed, VisitPersonRecorded } from '#contracts';
import { counter, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { aboutAct } from '../later-act.js';
import { lockedVisit } from './locked-visit.js';
import { judgeReport, purposeOf } from './recording-visit.js';
import { visitId } from './visit-paths.js';
import type { EntryResult, EntryRow } from './visit.row.js';

const report = z.strictObject({
  applicationId: z.uuid(),
  result: z.enum(['recorded', 'absent', 'failed', 'handed-over', 'not-collected']),
  /** As the officers wrote it down there. */
  at: z.iso.datetime(),
  collectedBy: z.enum(['self', 'family', 'proxy']).optional(),
  oldCardTaken: z.boolean().optional(),
});
const body = z.strictObject({ results: z.array(report).min(1).max(200) });
const answered = z.object({
  results: z.array(
    z.object({
      applicationId: z.uuid(),
      outcome: z.enum(['noted', 'repeated', 'differs', 'does-not-fit', 'old-card-needed', 'not-on-list']),
    }),
  ),
});
const closed = z.object({
  recorded: z.int(),
  notRecorded: z.int(),
  handedOver: z.int(),
  notCollected: z.int(),
});
const results = counter('loket_visit_results_total', 'People and cards of visits by their result', ['result']);

/** What became of a visit, told when there is a line again; in parts, in any order, more than once. */
@ApiTags('visits')
@Controller('recording-visits')
export class ReportVisit {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post(':id/results')
  @HttpCode(200)
  @Roles('clerk', 'print-operator', 'head', 'admin')
  @ApiOperation({ summary: 'Report results of a visit; what was reported before is not overwritten' })
  @ApiZodResponse(200, answered)
  @ApiProblems({ 404: 'visit-not-found', 409: 'wrong-state' })
  async report(
    @Param('id', visitId) id: string,
    @ZodBody(body) input: z.output<typeof body>,
    @Req() request: Request,
  ): Promise<z.output<typeof answered>> {
    const clerk = clerkOf(request).id;
    return this.unitOfWork.run(async (tx) => {
      const visit = await lockedVisit(tx, id, clerkOf(request));
      if (visit.state === 'cancelled') throw new ProblemError(409, 'wrong-state', 'This visit did not take place');
      const outcomes: z.output<typeof answered>['results'] = [];
      for (const one of input.results) outcomes.push(await note(tx, id, one, clerk));
      return { results: outcomes };
    });
  }

  @Post(':id/closing')
  @HttpCode(200)
  @Roles('clerk', 'head', 'admin')
  @ApiOperation({ summary: 'The officers are back: who has no result did not come, and a card without one came back' })
  @ApiZodResponse(200, closed)
  @ApiProblems({ 404: 'visit-not-found', 409: 'wrong-state' })
  async close(@Param('id', visitId) id: string, @Req() request: Request): Promise<z.output<typeof closed>> {
    return this.unitOfWork.run(async (tx) => {
      const visit = await lockedVisit(tx, id, clerkOf(request));
      if (visit.state === 'cancelled') throw new ProblemError(409, 'wrong-state', 'This visit did not take place');
      if (visit.state === 'planned') {
        const clerk = clerkOf(request).id;
        await tx.query(
          `update visit_entry set is_open = false, reported_at = coalesce(reported_at, now()), reported_by = coalesce(reported_by, $2),
                  result = coalesce(result, case purpose when 'record' then 'absent' else 'not-collected' end)
            where visit_id = $1`,
          [id, clerk],
        );
        await tx.query(
          "update visit_request set state = 'done', closed_at = now(), sealed_contact = null where visit_id = $1 and state = 'planned'",
          [id],
        );
        await tx.query("update recording_visit set state = 'closed', ended_at = now(), ended_by = $2 where id = $1", [
          id,
          clerk,
        ]);
      }
      const counts = await countResults(tx, id);
      if (visit.state === 'planned') await tx.emit(VisitClosed, { visitId: id, district: visit.district, ...counts });
      return counts;
    });
  }
}

async function note(
  tx: Tx,
  visit: string,
  one: z.output<typeof report>,
  clerk: string,
): Promise<z.output<typeof answered>['results'][number]> {
  const { applicationId, result, at } = one;
  const [entry] = await tx.query<EntryRow & { traceparent: string | null }>(
    `select e.*, a.kind, a.traceparent from visit_entry e join application a on a.id = e.application_id
      where e.visit_id = $1 and e.application_id = $2 and e.purpose = $3 for update of e`,
    [visit, applicationId, purposeOf(result)],
  );
  const outcome = judgeReport(entry, one);
  if (outcome !== 'noted' || !entry) return { applicationId, outcome };
  await inSpan('report result of a visit', aboutAct(applicationId, entry.traceparent), async () => {
    await tx.query(
      `update visit_entry set result = $4, happened_at = $5, reported_at = now(), reported_by = $6, collected_by = $7, old_card_taken = $8
        where visit_id = $1 and application_id = $2 and purpose = $3`,
      [
        ...[visit, applicationId, entry.purpose, result, at, clerk],
        ...[one.collectedBy ?? null, one.oldCardTaken ?? null],
      ],
    );
    if (result === 'recorded') await tx.emit(VisitPersonRecorded, { visitId: visit, applicationId, at });
    const { collectedBy, oldCardTaken } = one;
    if (result === 'handed-over' && collectedBy !== undefined && oldCardTaken !== undefined) {
      await tx.emit(VisitCardHandedOver, { visitId: visit, applicationId, collectedBy, oldCardTaken, at });
    }
  });
  tx.afterCommit(() => results.inc({ result }));
  return { applicationId, outcome };
}

async function countResults(tx: Tx, id: string): Promise<z.output<typeof closed>> {
  const rows = await tx.query<{ result: EntryResult; n: number }>(
    'select result, count(*)::int as n from visit_entry where visit_id = $1 group by result',
    [id],
  );
  const count = (...wanted: EntryResult[]) =>
    rows.filter(({ result }) => wanted.includes(result)).reduce((sum, { n }) => sum + n, 0);
  return {
    recorded: count('recorded'),
    notRecorded: count('absent', 'failed'),
    handedOver: count('handed-over'),
    notCollected: count('not-collected'),
  };
}
