import { Inject, Injectable } from '@nestjs/common';
import type { Region } from '#civil-registry';
import { PrintingCapacityChanged } from '#contracts';
import { gauge, logger } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { REGION } from '../printing-office.js';
import { capacityOf } from './capacity.js';

const log = logger('printing-queue');
const capacity = gauge('loket_print_capacity', 'Cards that an office makes on a working day', ['office']);

/** Says what an office makes a day whenever it is another number: the promises of new files are reckoned with it. */
@Injectable()
export class SayCapacity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(REGION) private readonly region: Region,
  ) {}

  /** One round. */
  lookOver(): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtext('printing-queue.capacity'))");
      const offices = await tx.query<{ office: string; said: number | null }>(
        `select office, said.cards_per_day as said from (select distinct office from station) one
           full join capacity_said said using (office) order by office`,
      );
      for (const { office, said } of offices) await this.say(tx, office, said);
    });
  }

  private async say(tx: Tx, office: string, said: number | null): Promise<void> {
    const cardsPerDay = await capacityOf(tx, office, this.region, true);
    capacity.set({ office }, cardsPerDay);
    // A number that nobody knows is not said: an office of stations without one.
    if (cardsPerDay === (said ?? 0)) return;
    const [row] = await tx.query<{ at: Date }>(
      `insert into capacity_said (office, cards_per_day, said_at) values ($1, $2, clock_timestamp())
       on conflict (office) do update set cards_per_day = excluded.cards_per_day, said_at = excluded.said_at
       returning said_at as at`,
      [office, cardsPerDay],
    );
    if (!row) throw new Error('an upsert returns its row');
    await tx.emit(PrintingCapacityChanged, { office, cardsPerDay, at: row.at.toISOString() });
    log.info({ office }, `this office makes ${cardsPerDay} cards a day from now on, before ${said ?? 'nothing known'}`);
  }
}
