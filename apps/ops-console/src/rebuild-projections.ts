import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '#boot';
import type { WorkingCalendar } from '#civil-registry';
import { type Tx, UnitOfWork } from '#outbox';
import { copyLock } from './copy-events.js';
import { project, projectedTables } from './event-copy/projections.js';
import { PLACES, type Places } from './places.js';
import { projectFacts } from './reports/project-facts.js';

const portion = 1_000;

/**
 * Makes every projection anew from the copied events, in one transaction; copying waits meanwhile.
 * @returns how many events were read
 */
export function rebuildProjections(unitOfWork: UnitOfWork, calendar: WorkingCalendar): Promise<number> {
  return unitOfWork.run(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(${copyLock})`);
    for (const table of projectedTables) {
      // Traces known from spans alone cannot be made from events: they stay.
      if (table !== 'application_trace') await tx.query(`delete from ${table}`);
    }
    let count = 0;
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const events = await eventsAfter(tx, after);
      // A request's row is made once, below, not with each of its events.
      await project(tx, events, [], calendar);
      count += events.length;
      const last = events.at(-1);
      if (last === undefined || events.length < portion) break;
      after = last.id;
    }
    await rebuildFacts(tx, calendar);
    return count;
  });
}

async function rebuildFacts(tx: Tx, calendar: WorkingCalendar): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx.query<{ id: string }>('select id from application where id > $1 order by id limit $2', [
      after,
      portion,
    ]);
    await projectFacts(
      tx,
      rows.map(({ id }) => id),
      calendar,
    );
    const last = rows.at(-1);
    if (!last || rows.length < portion) return;
    after = last.id;
  }
}

function eventsAfter(tx: Tx, id: string): Promise<{ id: string; type: string }[]> {
  return tx.query('select id, type from event where id > $1 order by id limit $2', [id, portion]);
}

@ApiTags('events')
@Controller('projections')
export class RebuildProjections {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(PLACES) private readonly places: Pick<Places, 'calendar'>,
  ) {}

  @Roles('ops', 'admin')
  @Post('rebuild')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make every projection anew from the copied events' })
  async rebuild(): Promise<{ events: number }> {
    return { events: await rebuildProjections(this.unitOfWork, this.places.calendar) };
  }
}
