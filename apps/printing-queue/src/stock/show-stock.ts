import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiZodResponse, Roles } from '#boot';
import type { Region } from '#civil-registry';
import { UnitOfWork } from '#outbox';
import { REGION } from '../printing-office.js';

const forecasts = z.object({
  stock: z.array(
    z.object({
      office: z.string(),
      item: z.string(),
      level: z.enum(['ok', 'low', 'out']),
      cardsLeft: z.int(),
      cardsPerDay: z.number(),
      workingDaysLeft: z.number().nullable(),
      changedAt: z.iso.datetime(),
      weighedAt: z.iso.datetime(),
    }),
  ),
});
const readOut = z.object({
  asOf: z.iso.datetime(),
  offices: z.array(z.object({ office: z.string(), officeName: z.string(), blanks: z.int() })),
});
type ReadOut = z.infer<typeof readOut>;
const freshMs = 15_000;

/** The stock: for staff with its forecast, for everybody as the number of blanks, so that nobody sells what is free (domain 4.3). */
@ApiTags('stock')
@Controller('stock')
export class ShowStock {
  private last: ReadOut | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(REGION) private readonly region: Region,
  ) {}

  @Get()
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, forecasts)
  async show(): Promise<z.infer<typeof forecasts>> {
    type Row = Omit<z.infer<typeof forecasts>['stock'][number], 'changedAt' | 'weighedAt'>;
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<Row & { changedAt: Date; weighedAt: Date }>(
        `select office, item, level, cards_left as "cardsLeft", cards_per_day::float8 as "cardsPerDay",
                working_days_left::float8 as "workingDaysLeft", changed_at as "changedAt", weighed_at as "weighedAt"
           from stock_level order by office, item`,
      ),
    );
    return {
      stock: rows.map((row) => ({
        ...row,
        changedAt: row.changedAt.toISOString(),
        weighedAt: row.weighedAt.toISOString(),
      })),
    };
  }

  /** Without a token, and at most one question to the database every fifteen seconds, whoever asks. */
  @Get('public')
  @Header('Cache-Control', 'public, max-age=15')
  @ApiZodResponse(200, readOut)
  async readOut(): Promise<ReadOut> {
    if (this.last && Date.now() - Date.parse(this.last.asOf) < freshMs) return this.last;
    const rows = await this.unitOfWork.run((tx) =>
      tx.query<{ office: string; blanks: number }>(
        `select office, count(blank.serial) filter (where blank.state = 'in_stock')::int as blanks
           from station left join blank using (station_id) where revoked_at is null group by office order by office`,
      ),
    );
    const nameOf = new Map(this.region.offices.map(({ code, name }) => [code, name]));
    this.last = {
      asOf: new Date().toISOString(),
      offices: rows.map(({ office, blanks }) => ({ office, officeName: nameOf.get(office) ?? office, blanks })),
    };
    return this.last;
  }
}
