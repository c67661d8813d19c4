import { Injectable } from '@nestjs/common';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { FillInForm } from './fill-in-form.js';
import type { Due, DueWork } from './poll.js';

const reminded = counter('loket_forms_reminded_total', 'Reminders of a request that was left half filled in');

/** A form that was left half filled in: its open question is asked once more, before it is forgotten. */
@Injectable()
export class RemindOfForm implements DueWork {
  readonly name = 'remind of form';
  readonly everyMs = 5_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly fillInForm: FillInForm,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      'select conversation_id as id from request_form where remind_at <= now() order by remind_at limit $1',
      [limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      // Their answer may be on its way in: whoever has the conversation first.
      await tx.query('select 1 from conversation where id = $1 for update', [id]);
      const due = await tx.query(
        'update request_form set remind_at = null where conversation_id = $1 and remind_at <= now() returning 1',
        [id],
      );
      if (due.length === 0) return;
      await this.fillInForm.remind(tx, id, new Date());
      tx.afterCommit(() => reminded.inc());
    });
  }
}
