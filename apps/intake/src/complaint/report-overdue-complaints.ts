import { Injectable } from '@nestjs/common';
import { ComplaintOverdue } from '#contracts';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Due, DueWork } from '../poll.js';
import { complaintFacts, type ComplaintRow } from './complaint.row.js';

const isDue = "state = 'open' and overdue_said_at is null and due_at <= now()";

/** A complaint whose day has passed without an answer is said to be overdue, once. */
@Injectable()
export class ReportOverdueComplaints implements DueWork {
  readonly name = 'report overdue complaint';
  readonly everyMs = 10_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(`select id, traceparent from complaint where ${isDue} order by due_at limit $1`, [
      limit,
    ]);
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<ComplaintRow>(
        `update complaint set overdue_said_at = now()
          where id = (select id from complaint where id = $1 and ${isDue} for update skip locked) returning *`,
        [id],
      );
      if (row) await tx.emit(ComplaintOverdue, complaintFacts(row));
    });
  }
}
