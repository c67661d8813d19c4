import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';
import { afterCursor, cursorAfter, pageQuery } from '../page-of.js';
import { clerkServing } from '../station/serving-clerk.js';
import { careColumns } from './look-over-machines.js';
import { type Care, nextService, whatIsDue } from './what-is-due.js';

const sort = z.enum(['printer', 'recorder', 'computer', 'scanner', 'server']);
const body = z.object({
  office: z.string().max(60),
  sort,
  label: z.string().trim().min(1).max(80),
  serialNumber: z.string().trim().max(60).optional(),
  /** The station that a printer belongs to: its cards are counted for it. */
  stationId: z.string().max(64).optional(),
  cleaningEveryCards: z.int().min(1).max(100_000).optional(),
  cleaningOnRibbonChange: z.boolean().default(false),
  serviceEveryDays: z.int().min(1).max(3_650).optional(),
});
const query = pageQuery.extend({ office: z.string().max(60).optional(), sort: sort.optional() });
const answer = z.object({
  assets: z.array(
    z.object({
      assetId: z.uuid(),
      office: z.string(),
      sort,
      label: z.string(),
      serialNumber: z.string().nullable(),
      stationId: z.string().nullable(),
      due: z.array(z.object({ task: z.enum(['cleaning', 'service']), level: z.enum(['due', 'overdue']) })),
      cardsSinceCleaning: z.int(),
      /** Cards until the next cleaning, below zero when it is past; null where cleaning does not go by cards. */
      cardsUntilCleaning: z.int().nullable(),
      /** When it is to be serviced next; null where service does not go by days. */
      nextServiceAt: z.iso.datetime().nullable(),
      servicedAt: z.iso.datetime(),
      cardsMade: z.int(),
      faults: z.int(),
      /** Cards between two faults on the average; null until there was one. */
      meanCardsBetweenFaults: z.number().nullable(),
      /** Since when it is out of order; null while it works. */
      brokenSince: z.iso.datetime().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
type Asset = z.infer<typeof answer>['assets'][number];
type Row = Care &
  Omit<
    Asset,
    'due' | 'servicedAt' | 'cardsUntilCleaning' | 'nextServiceAt' | 'brokenSince' | 'meanCardsBetweenFaults'
  > & {
    readonly brokenSince: Date | null;
    readonly micros: string;
  };

/** The register of machines: printers, and what records, computes, scans and serves beside them. */
@ApiTags('maintenance')
@Controller('assets')
export class KeepMachines {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post()
  @HttpCode(201)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(201, z.object({ assetId: z.uuid() }))
  @ApiProblems({ 404: 'station-not-found', 409: 'station-has-printer' })
  register(@ZodBody(body) given: z.infer<typeof body>, @Req() request: Request): Promise<{ assetId: string }> {
    const clerk = clerkServing(request, given.office);
    const assetId = randomUUID();
    return this.unitOfWork.run(async (tx) => {
      const { stationId = null } = given;
      if (stationId !== null) {
        const [station] = await tx.query('select 1 from station where station_id = $1', [stationId]);
        if (!station) throw new ProblemError(404, 'station-not-found', 'There is no such station');
      }
      const made = await tx.query(
        `insert into asset (id, office, sort, label, serial_number, station_id, cleaning_every_cards, cleaning_on_ribbon_change,
                            service_every_days, cards_at_cleaning, registered_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce((select cards_made from station where station_id = $6), 0), $10)
         on conflict do nothing returning 1`,
        [
          assetId,
          given.office,
          given.sort,
          given.label,
          given.serialNumber ?? null,
          stationId,
          given.cleaningEveryCards ?? null,
          given.cleaningOnRibbonChange,
          given.serviceEveryDays ?? null,
          clerk.id,
        ],
      );
      if (made.length === 0) throw new ProblemError(409, 'station-has-printer', 'This station has its printer already');
      return { assetId };
    });
  }

  @Get()
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  async list(@ZodQuery(query) given: z.infer<typeof query>): Promise<z.infer<typeof answer>> {
    const { office, sort: only, limit, cursor } = given;
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<Row>(
        `select a.id as "assetId", a.office, a.sort, a.label, a.serial_number as "serialNumber", a.station_id as "stationId",
                coalesce(s.cards_made, 0) as "cardsMade", ${careColumns},
                (select count(*)::int from asset_entry e where e.asset_id = a.id and e.kind = 'fault') as faults,
                (select written_at from asset_entry e where e.asset_id = a.id and e.kind = 'fault' and e.repaired_at is null) as "brokenSince",
                (extract(epoch from a.registered_at) * 1000000)::bigint::text as micros
           from asset a left join station s using (station_id)
          where a.retired_at is null and ($1::text is null or a.office = $1) and ($2::text is null or a.sort = $2)
            and (a.registered_at, a.id) > (to_timestamp(0) + $3::bigint * interval '1 microsecond', $4::uuid)
          order by a.registered_at, a.id limit $5`,
        [office ?? null, only ?? null, ...afterCursor(cursor), limit],
      ),
    );
    const now = new Date();
    return answer.parse({
      assets: rows.map((row) => ({
        ...row,
        due: whatIsDue(row, now),
        cardsUntilCleaning: row.cleaningEveryCards === null ? null : row.cleaningEveryCards - row.cardsSinceCleaning,
        nextServiceAt: nextService(row)?.toISOString() ?? null,
        servicedAt: row.servicedAt.toISOString(),
        brokenSince: row.brokenSince?.toISOString() ?? null,
        meanCardsBetweenFaults: row.faults === 0 ? null : Math.round((row.cardsMade / row.faults) * 10) / 10,
      })),
      nextCursor: cursorAfter(
        rows.map(({ micros, assetId }) => ({ micros, id: assetId })),
        limit,
      ),
    });
  }
}
