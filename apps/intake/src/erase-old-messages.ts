import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Patience } from './patience.js';
import type { Due, DueWork } from './poll.js';

/** Raw posts and texts of messages are erased after their retention; the rows stay, so that a late replay is still known. */
@Injectable()
export class EraseOldMessages implements DueWork {
  readonly name = 'erase old message';
  readonly everyMs = 10 * 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly patience: Patience,
  ) {}

  find(limit: number): Promise<Due[]> {
    const isOld = (text: string) => `${text} is not null and received_at < now() - $1::float8 * interval '1 day'`;
    return this.dataSource.query(
      `(select id from webhook_post where ${isOld('sealed_body')} limit $2)
       union all (select id::text from webhook_message where ${isOld('sealed_event')} limit $2) limit $2`,
      [this.patience.messageRetentionDays, limit],
    );
  }

  async handle(id: string): Promise<void> {
    await this.dataSource.query('update webhook_post set sealed_body = null where id = $1', [id]);
    await this.dataSource.query(
      'update webhook_message set sealed_event = null, sender_index = null where id::text = $1',
      [id],
    );
  }
}
