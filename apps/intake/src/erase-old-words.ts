import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Patience } from './patience.js';
import type { Due, DueWork } from './poll.js';

/** What we wrote in a conversation goes with its messages; the words of a complaint, so long after it was closed. */
@Injectable()
export class EraseOldWords implements DueWork {
  readonly name = 'erase old words';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly patience: Patience,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `(select conversation_id || ':' || sequence as id from conversation_reply
         where at < now() - $1::float8 * interval '1 day' order by at limit $2)
       union all
       (select id::text from complaint
         where sealed_words is not null and closed_at < now() - $1::float8 * interval '1 day' limit $2) limit $2`,
      [this.patience.messageRetentionDays, limit],
    );
  }

  async handle(id: string): Promise<void> {
    const [subject, sequence] = id.split(':');
    await (sequence === undefined
      ? this.dataSource.query(
          'update complaint set sealed_words = null, sealed_contact = null, sealed_answer = null where id = $1',
          [subject],
        )
      : this.dataSource.query('delete from conversation_reply where conversation_id = $1 and sequence = $2', [
          subject,
          Number(sequence),
        ]));
  }
}
