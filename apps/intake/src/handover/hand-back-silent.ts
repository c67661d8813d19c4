import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { Patience } from '../patience.js';
import type { Due, DueWork } from '../poll.js';
import { handBack, type HandoverRow } from './hand-over.js';

/** A conversation in which neither side has said a word for long goes back to the machine, and its citizen is told. */
@Injectable()
export class HandBackSilent implements DueWork {
  readonly name = 'hand back silent conversation';
  readonly everyMs = 5_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `select id, traceparent from handover
        where closed_at is null and last_word_at <= now() - $1::float8 * interval '1 hour' order by last_word_at limit $2`,
      [this.patience.handoverSilenceHours, limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const free = await tx.query(
        `select 1 from conversation where id = (select conversation_id from handover where id = $1)
          for update skip locked`,
        [id],
      );
      if (free.length === 0) return;
      const [row] = await tx.query<HandoverRow>(
        `select * from handover where id = $1 and closed_at is null
            and last_word_at <= now() - $2::float8 * interval '1 hour' for update`,
        [id, this.patience.handoverSilenceHours],
      );
      if (row) await handBack(tx, row, 'silence');
    });
  }
}
