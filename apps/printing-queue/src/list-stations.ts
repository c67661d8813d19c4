import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiZodResponse, Roles } from '#boot';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from './config.js';
import { capabilities } from './station/capabilities.js';

const answer = z.object({
  stations: z.array(
    z.object({
      stationId: z.string(),
      office: z.string(),
      driver: z.string().nullable(),
      printerState: z.string().nullable(),
      printerReasons: z.array(z.string()),
      lastSeenAt: z.iso.datetime().nullable(),
      /** Silent for longer than a lease. */
      isSilent: z.boolean(),
      blanksInStock: z.int(),
      inHand: z.int(),
      /** In the words of domain 4.6. */
      conditions: z.array(z.string()),
      /** Percent of what is loaded, as far as the printer tells. */
      markers: z.record(z.string(), z.int()),
      capabilities,
      isRevoked: z.boolean(),
      isAway: z.boolean(),
      cardsMade: z.int(),
      visitUntil: z.iso.datetime().nullable(),
    }),
  ),
});

type Row = Omit<z.infer<typeof answer>['stations'][number], 'lastSeenAt' | 'visitUntil'> & {
  lastSeenAt: Date | null;
  visitUntil: Date | null;
};

/** Every station, its printer, and since when it has been silent. */
@ApiTags('stations')
@Controller()
export class ListStations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('stations')
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  async list(): Promise<z.infer<typeof answer>> {
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<Row>(
        `select station_id as "stationId", office, driver, printer_state as "printerState", printer_reasons as "printerReasons",
                last_seen_at as "lastSeenAt", coalesce(last_seen_at < now() - make_interval(secs => $1), true) as "isSilent",
                (select count(*)::int from blank b where b.station_id = s.station_id and b.state = 'in_stock') as "blanksInStock",
                (select count(*)::int from print_job j where j.station_id = s.station_id and j.state in ('claimed', 'started')) as "inHand",
                conditions, markers, capabilities, revoked_at is not null as "isRevoked", away_at is not null as "isAway",
                cards_made as "cardsMade",
                (select until from visit v where v.station_id = s.station_id and v.ended_at is null) as "visitUntil"
           from station s order by station_id`,
        [this.config.PRINT_LEASE_SECONDS],
      ),
    );
    return {
      stations: rows.map((row) => ({
        ...row,
        lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
        visitUntil: row.visitUntil?.toISOString() ?? null,
      })),
    };
  }
}
