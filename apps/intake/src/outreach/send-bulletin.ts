import { Injectable } from '@nestjs/common';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from '../poll.js';
import { replyToCitizen } from '../reply-to-citizen.js';

const sent = counter('loket_bulletins_total', 'News sent to village officers who asked for them', []);

const isDue = `bulletins_since is not null and last_bulletin < (
  select coalesce(max(number), 0) from bulletin where asked_at > now() - interval '3 days')`;

/** The newest issue goes to each village officer who asked for news, once. One that could not leave within days is old and dropped. */
@Injectable()
export class SendBulletin implements DueWork {
  readonly name = 'send bulletin';
  readonly everyMs = 5_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(`select id from conversation where ${isDue} order by last_bulletin limit $1`, [limit]);
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const taken = await tx.query(
        `update conversation set last_bulletin = (select max(number) from bulletin)
          where id = (select id from conversation where id = $1 and ${isDue} for update skip locked) returning 1`,
        [id],
      );
      if (taken.length === 0) return;
      await replyToCitizen(tx, id, { messageKey: 'village-bulletin' });
      tx.afterCommit(() => sent.inc());
    });
  }
}
