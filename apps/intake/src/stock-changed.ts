import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, StockLow, StockOut, StockReplenished } from '#contracts';
import type { Tx } from '#outbox';
import type { StockLevel } from './report-stock.js';

type StockEvent = Received<typeof StockLow> | Received<typeof StockOut> | Received<typeof StockReplenished>;

const levels = {
  'stock.low': 'low',
  'stock.out': 'out',
  'stock.replenished': 'enough',
} as const satisfies Record<StockEvent['type'], StockLevel>;

/** Printing has less of something, none, or enough again: the newest word of each office and item is kept. */
@Controller()
export class StockChanged {
  @EventPattern<string>('intake.stock-changed')
  async handle(@Payload() event: StockEvent, @Ctx() tx: Tx): Promise<void> {
    const { office, item } = event.data;
    await tx.query(
      `insert into stock_seen (office, item, level, since) values ($1, $2, $3, $4)
       on conflict (office, item) do update set level = excluded.level, since = excluded.since
        where stock_seen.since < excluded.since`,
      [office, item, levels[event.type], event.time],
    );
  }
}
