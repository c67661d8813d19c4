import { randomUUID } from 'node:crypto';
import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { VisitCancelled, VisitPlanned } from '#contracts';
import { counter, currentTraceparent, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { Territory } from '../territory.js';
import { lockedVisit } from './locked-visit.js';
import { visitId } from './visit-paths.js';
import type { VisitRow } from './visit.row.js';

const body = z
  .strictObject({
    district: z.string().regex(/^\d{6}$/),
    from: z.iso.date(),
    to: z.iso.date(),
    /** Accounts of the officers who go. */
    team: z.array(z.string().min(2).max(40)).min(1).max(20),
  })
  .refine(({ from, to }) => from <= to, 'the visit ends before it begins');
const planned = z.object({ visitId: z.uuid(), toRecord: z.int(), toHandOver: z.int(), requests: z.int() });

/** One aeroplane, a few days: a list that a team gets through, and one page that shows it. */
const mostEntries = 200;
const visits = counter('loket_recording_visits_total', 'Mobile recording visits by what was done with them', ['act']);

/** Officers go to a sub-district: its people who wait for their recording, and the cards that lie ready for it, go on the list. */
@ApiTags('visits')
@Controller('recording-visits')
export class PlanVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly territory: Territory,
  ) {}

  @Post()
  @Roles('clerk', 'head', 'admin')
  @ApiOperation({ summary: 'Plan a visit to a sub-district; its list is made from what waits there' })
  @ApiZodResponse(201, planned)
  @ApiProblems({ 400: 'invalid-request', 422: 'district-unknown' })
  async plan(@ZodBody(body) input: z.output<typeof body>, @Req() request: Request): Promise<z.output<typeof planned>> {
    const { district, from, to, team } = input;
    if (!this.territory.districts.some(({ code }) => code === district)) {
      throw new ProblemError(422, 'district-unknown', 'There is no such sub-district in this regency');
    }
    const office = this.territory.officeFor(district).code;
    return inSpan('plan visit', {}, () =>
      this.unitOfWork.run(async (tx) => {
        const id = randomUUID();
        await tx.query(
          `insert into recording_visit (id, district, office, starts_on, ends_on, team, planned_by, traceparent)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [id, district, office, from, to, team, clerkOf(request).id, currentTraceparent() ?? null],
        );
        const list = await fillList(tx, { id, district });
        await tx.emit(VisitPlanned, { visitId: id, district, office, from, to, ...list.counts });
        tx.afterCommit(() => visits.inc({ act: 'planned' }));
        return { visitId: id, ...list.counts, requests: list.requests };
      }),
    );
  }

  @Post(':id/refresh')
  @HttpCode(200)
  @Roles('clerk', 'head', 'admin')
  @ApiOperation({ summary: 'Put on the list what has come to wait since; nothing is taken off' })
  @ApiZodResponse(200, planned)
  @ApiProblems({ 404: 'visit-not-found', 409: 'wrong-state' })
  refresh(@Param('id', visitId) id: string, @Req() request: Request): Promise<z.output<typeof planned>> {
    return this.unitOfWork.run(async (tx) => {
      const visit = await lockedVisit(tx, id, clerkOf(request));
      mustBePlanned(visit);
      const { counts, requests } = await fillList(tx, visit);
      return { visitId: id, ...counts, requests };
    });
  }

  @Post(':id/cancellation')
  @HttpCode(204)
  @Roles('clerk', 'head', 'admin')
  @ApiOperation({ summary: 'The visit does not take place: its people and requests wait for another' })
  @ApiProblems({ 404: 'visit-not-found', 409: 'wrong-state' })
  async cancel(@Param('id', visitId) id: string, @Req() request: Request): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const visit = await lockedVisit(tx, id, clerkOf(request));
      if (visit.state === 'cancelled') return;
      mustBePlanned(visit);
      const [reported] = await tx.query(
        'select 1 from visit_entry where visit_id = $1 and result is not null limit 1',
        [id],
      );
      if (reported) throw new ProblemError(409, 'wrong-state', 'This visit has results: close it');
      await tx.query("update recording_visit set state = 'cancelled', ended_at = now(), ended_by = $2 where id = $1", [
        id,
        clerkOf(request).id,
      ]);
      await tx.query('update visit_entry set is_open = false where visit_id = $1', [id]);
      await tx.query(
        // Who has asked again meanwhile is asked for once.
        `update visit_request r set state = 'open', visit_id = null where visit_id = $1 and state = 'planned'
            and not exists (select 1 from visit_request o where o.conversation_id = r.conversation_id and o.state = 'open')`,
        [id],
      );
      await tx.emit(VisitCancelled, { visitId: id, district: visit.district });
      tx.afterCommit(() => visits.inc({ act: 'cancelled' }));
    });
  }
}

/** Only who still waits, and is on no other list. Somebody whose record is on its way is never recorded again (domain 1.4). */
async function fillList(
  tx: Tx,
  { id, district }: Pick<VisitRow, 'id' | 'district'>,
): Promise<{ counts: { toRecord: number; toHandOver: number }; requests: number }> {
  await tx.query(
    `insert into visit_entry (visit_id, application_id, purpose)
     select $1, a.id, case a.state when 'awaiting_recording' then 'record' else 'hand-over' end
       from application a
      where a.district = $2
        and (a.state = 'ready_for_pickup' or (a.state = 'awaiting_recording'
             and exists (select 1 from hold h where h.application_id = a.id and h.cause = 'recording' and h.ended_at is null)))
      order by a.last_moved_at
      limit greatest(0, $3 - (select count(*) from visit_entry where visit_id = $1))
     on conflict do nothing`,
    [id, district, mostEntries],
  );
  const asked = await tx.query(
    `update visit_request set state = 'planned', visit_id = $1 where district = $2 and state = 'open' returning 1`,
    [id, district],
  );
  const [counts] = await tx.query<{ toRecord: number; toHandOver: number }>(
    `select count(*) filter (where purpose = 'record')::int as "toRecord",
            count(*) filter (where purpose = 'hand-over')::int as "toHandOver" from visit_entry where visit_id = $1`,
    [id],
  );
  return { counts: counts ?? { toRecord: 0, toHandOver: 0 }, requests: asked.length };
}

function mustBePlanned({ state }: VisitRow): void {
  if (state !== 'planned') throw new ProblemError(409, 'wrong-state', 'This visit has ended', `it is ${state}`);
}
