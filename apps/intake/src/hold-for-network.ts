import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { moveApplication } from './move-application.js';
import { Patience } from './patience.js';
import type { Due, DueWork } from './poll.js';

/**
 * While the register's network is away for longer than a moment, every request that needs it is held and its citizen told;
 * when it is back, they go on.
 */
@Injectable()
export class HoldForNetwork implements DueWork {
  readonly name = 'hold for network';
  readonly everyMs = 1_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  async find(limit: number): Promise<Due[]> {
    const isLost = await this.isLost();
    if (isLost === undefined) return [];
    return this.dataSource.query(
      `select id, traceparent from application
        where state = 'checking_register' and (coalesce((waits ->> 'network')::int, 0) > 0) <> $2
        order by created_at desc limit $1`,
      [limit, isLost],
    );
  }

  async handle(id: string): Promise<void> {
    const isLost = await this.isLost();
    if (isLost === undefined) return;
    await this.unitOfWork.run(async (tx) => {
      const free = await tx.query('select 1 from application where id = $1 for update skip locked', [id]);
      if (free.length === 0) return;
      const fact = isLost ? 'network lost' : 'network restored';
      await moveApplication(tx, id, { fact }, {}, this.patience);
    });
  }

  /** Lost is a link all of whose ways are lost, as any one of those sees it who need it; undefined: too short a time to tell. */
  private async isLost(): Promise<boolean | undefined> {
    const rows: { lost: boolean; long: boolean }[] = await this.dataSource.query(
      `select coalesce(bool_or(lost), false) as lost,
              coalesce(bool_or(lost and since <= now() - $1::float8 * interval '1 second'), false) as long
         from (select bool_and(lost) as lost, max(since) as since from link_seen where link = 'diskominfo' group by seen_by) seen`,
      [this.patience.networkHoldAfterSeconds],
    );
    const [seen] = rows;
    return seen?.lost && !seen.long ? undefined : (seen?.lost ?? false);
  }
}
