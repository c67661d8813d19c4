import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiZodResponse, ZodBody } from '#boot';
import { StationReturned } from '#contracts';
import { type Tx, UnitOfWork } from '#outbox';
import { CONFIG, type Config } from './config.js';
import { faultOf } from './maintenance/printer-fault.js';
import { noteFault } from './maintenance/note-fault.js';
import { obstacleAt } from './print-job/obstacle.js';
import { weighOffice } from './print-job/offer-or-defer.js';
import { findStationFacts } from './print-job/weigh-stations.js';
import { conditionsOf } from './station/printer-condition.js';
import { ForStations, type Station, stationOf } from './station/station-auth.js';

const body = z.object({
  driver: z.enum(['manual', 'ipp', 'pdf']),
  printer: z.object({
    state: z.enum(['ready', 'printing', 'stopped', 'offline']),
    /** The printer's own words, as `media-empty`. */
    reasons: z
      .array(z.string().regex(/^[a-z0-9-]{1,64}$/))
      .max(10)
      .default([]),
    /** IPP marker-levels, in percent; what the printer does not tell is left out. */
    markers: z
      .array(z.object({ item: z.enum(['ribbon', 'film', 'laminate']), left: z.int().min(0).max(100) }))
      .max(10)
      .optional(),
  }),
});
const answer = z.object({
  blanks: z.int(),
  leaseSeconds: z.int(),
  /** What the printer's words mean to the office (domain 4.6). */
  conditions: z.array(z.string()),
  /** What keeps it from being given a card; null when nothing does. */
  lacks: z.string().nullable(),
  visit: z.object({ visitId: z.uuid(), until: z.iso.datetime() }).nullable(),
});

interface Before {
  readonly silentSince: Date | null;
  readonly wasAway: boolean;
  readonly conditions: readonly string[];
  readonly driver: string | null;
  readonly fault: string | null;
  readonly blanks: number;
  readonly visitId: string | null;
  readonly until: Date | null;
}

/** A station lives, and how its printer is. The answer tells what lies in its cabinet, and what it lacks. */
@ApiTags('stations')
@Controller()
export class HearHeartbeat {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('stations/me/heartbeat')
  @HttpCode(200)
  @ForStations()
  @ApiZodResponse(200, answer)
  hear(@ZodBody(body) given: z.infer<typeof body>, @Req() request: Request): Promise<z.infer<typeof answer>> {
    const station = stationOf(request);
    const { driver, printer } = given;
    const conditions = conditionsOf(printer.state, printer.reasons, this.config.PRINTER_WORDS);
    return this.unitOfWork.run(async (tx) => {
      const fault = faultOf(printer.state, printer.reasons, conditions);
      const before = await this.write(tx, station, given, conditions, fault);
      // Written again until there is a machine to write it of: it may come into the register meanwhile.
      if (fault !== undefined || before.fault !== null)
        await noteFault(tx, station.stationId, fault, printer.state !== 'offline');
      if (before.silentSince !== null)
        await tx.emit(StationReturned, { ...station, since: before.silentSince.toISOString() });
      const isFaultChanged = printer.state !== 'offline' && before.fault !== (fault ?? null);
      const isChanged =
        isFaultChanged || before.wasAway || before.driver !== driver || before.conditions.join() !== conditions.join();
      if (isChanged) await weighOffice(tx, station.office);
      const facts = await findStationFacts(tx, station.stationId);
      const { visitId, until } = before;
      return {
        blanks: before.blanks,
        leaseSeconds: this.config.PRINT_LEASE_SECONDS,
        conditions,
        lacks: facts ? obstacleAt(facts) : null,
        visit: visitId && until ? { visitId, until: until.toISOString() } : null,
      };
    });
  }

  /** @returns how the station was until now */
  private async write(
    tx: Tx,
    { stationId }: Station,
    { driver, printer }: z.infer<typeof body>,
    conditions: readonly string[],
    fault: string | undefined,
  ): Promise<Before> {
    const markers = Object.fromEntries((printer.markers ?? []).map(({ item, left }) => [item, left]));
    const [before] = await tx.query<Before>(
      `with before as (select * from station where station_id = $1 for update)
       update station s set driver = $2, printer_state = $3, printer_reasons = $4, conditions = $5, markers = $6, last_seen_at = now(),
              silent_since = null, away_at = null,
              fault = case when $3 = 'offline' then before.fault else $7 end,
              fault_since = case when $3 = 'offline' then before.fault_since when $7::text is null then null
                                 else coalesce(before.fault_since, now()) end
         from before left join visit v on v.station_id = before.station_id and v.ended_at is null
        where s.station_id = before.station_id
       returning before.silent_since as "silentSince", before.away_at is not null as "wasAway", before.conditions, before.driver, before.fault,
                 v.id as "visitId", v.until,
                 (select count(*)::int from blank where blank.station_id = $1 and blank.state = 'in_stock') as blanks`,
      [stationId, driver, printer.state, printer.reasons, conditions, JSON.stringify(markers), fault ?? null],
    );
    if (!before) throw new Error('a station that was let in has its row');
    return before;
  }
}
