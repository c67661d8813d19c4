import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from './poll.js';
import { replyToCitizen } from './reply-to-citizen.js';

/** Photos came and no request after them: asks which service they are for. */
@Injectable()
export class AskWhichService implements DueWork {
  readonly name = 'ask which service';
  readonly everyMs = 1_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      'select id from conversation where ask_service_at <= now() order by ask_service_at limit $1',
      [limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query(
        `update conversation set ask_service_at = null
          where id = (select id from conversation where id = $1 and ask_service_at <= now() for update skip locked) returning 1`,
        [id],
      );
      if (due.length > 0) await replyToCitizen(tx, id, { messageKey: 'which-service' });
    });
  }
}
