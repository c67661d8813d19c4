import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { PrintingCapacityChanged, Received } from '#contracts';
import type { Tx } from '#outbox';

/** Printing makes more or less a day: the newest word of each office is kept, for the promises of new files. */
@Controller()
export class PrintCapacityChanged {
  @EventPattern<string>('intake.print-capacity-changed')
  async handle(@Payload() event: Received<typeof PrintingCapacityChanged>, @Ctx() tx: Tx): Promise<void> {
    const { office, cardsPerDay, at } = event.data;
    await tx.query(
      `insert into print_capacity (office, cards_per_day, said_at) values ($1, $2, $3)
       on conflict (office) do update set cards_per_day = excluded.cards_per_day, said_at = excluded.said_at
        where print_capacity.said_at < excluded.said_at`,
      [office, cardsPerDay, at],
    );
  }
}
