import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from './poll.js';

/** A half-filled form whose citizen stays silent is forgotten with all that was written in it. */
@Injectable()
export class ForgetOldForms implements DueWork {
  readonly name = 'forget old form';
  readonly everyMs = 10 * 60_000;

  constructor(private readonly dataSource: DataSource) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      'select conversation_id as id from request_form where deadline <= now() order by deadline limit $1',
      [limit],
    );
  }

  async handle(id: string): Promise<void> {
    await this.dataSource.query('delete from request_form where conversation_id = $1 and deadline <= now()', [id]);
  }
}
