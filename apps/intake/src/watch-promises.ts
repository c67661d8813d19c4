import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { moveApplication } from './move-application.js';
import { Patience } from './patience.js';
import type { Due, DueWork } from './poll.js';

/** The states of `runningStates`, spelled out: a partial index serves these looks (migration give-promises). */
const isRunning =
  "state in ('submitted', 'checking_register', 'under_review', 'awaiting_recording', 'ready_to_print', 'printing') and not reckon";
const isDueSoon = `remind_at <= now() and due_soon_said_at is null and ${isRunning}`;
const isOverdue = `promised_for <= now() and overdue_said_at is null and ${isRunning}`;

/** Three quarters of a promise have passed, or all of it: each is said once. While a hold lasts there is no date, and no alarm. */
@Injectable()
export class WatchPromises implements DueWork {
  readonly name = 'watch promise';
  readonly everyMs = 2_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly patience: Patience,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `(select id, traceparent from application where ${isOverdue} order by promised_for limit $1)
       union (select id, traceparent from application where ${isDueSoon} order by remind_at limit $1) limit $1`,
      [limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<{ overdue: boolean; due_soon: boolean }>(
        `select (${isOverdue}) is true as overdue, (${isDueSoon}) is true as due_soon
           from application where id = $1 for update skip locked`,
        [id],
      );
      if (!row?.overdue && !row?.due_soon) return;
      // A reminder that comes with the end of the promise, or after it, reminds of nothing.
      await tx.query(
        `update application set due_soon_said_at = coalesce(due_soon_said_at, now()),
                overdue_said_at = case when $2 then now() else overdue_said_at end where id = $1`,
        [id, row.overdue],
      );
      const fact = row.overdue ? 'overdue' : 'due soon';
      await moveApplication(tx, id, { fact }, {}, this.patience);
    });
  }
}
