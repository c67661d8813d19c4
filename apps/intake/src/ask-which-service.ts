import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import type { DueWork } from './poll.js';
import { replyToCitizen } from './reply-to-citizen.js';

/** Photos came and no request after them: asks which service they are for. */
@Injectable()
export class AskWhichService implements DueWork {
  readonly name = 'ask which service';
  readonly everyMs = 1_000;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  run(limit: number): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const due = await tx.query<{ id: string }>(
        `select id from conversation where ask_service_at <= now() order by ask_service_at limit $1 for update skip locked`,
        [limit],
      );
      for (const { id } of due) {
        await tx.query('update conversation set ask_service_at = null where id = $1', [id]);
        await replyToCitizen(tx, id, { messageKey: 'which-service' });
      }
      return due.length;
    });
  }
}
