import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiZodResponse, ZodBody } from '#boot';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from './config.js';
import { ForStations, stationOf } from './station/station-auth.js';

const body = z.object({
  driver: z.enum(['manual', 'ipp', 'pdf']),
  printer: z.object({
    state: z.enum(['ready', 'printing', 'stopped', 'offline']),
    /** The printer's own words, as `media-empty`. */
    reasons: z
      .array(z.string().regex(/^[a-z0-9-]{1,64}$/))
      .max(10)
      .default([]),
  }),
});
const answer = z.object({ blanks: z.int(), leaseSeconds: z.int() });

/** A station lives, and how its printer is. The answer tells what lies in its cabinet. */
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
  async hear(
    @ZodBody(body) { driver, printer }: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const { stationId } = stationOf(request);
    const [row] = await this.unitOfWork.run((tx) =>
      tx.query<{ blanks: number }>(
        `update station set driver = $2, printer_state = $3, printer_reasons = $4, last_seen_at = now() where station_id = $1
         returning (select count(*)::int from blank where blank.station_id = $1 and blank.state = 'in_stock') as blanks`,
        [stationId, driver, printer.state, printer.reasons],
      ),
    );
    return { blanks: row?.blanks ?? 0, leaseSeconds: this.config.PRINT_LEASE_SECONDS };
  }
}
