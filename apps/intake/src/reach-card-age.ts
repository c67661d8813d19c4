import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { Fact } from './application/application.js';
import { moveApplication } from './move-application.js';
import { Patience } from './patience.js';
import type { Due, DueWork } from './poll.js';
import { Territory } from './territory.js';

/**
 * What a fact means for somebody who is recorded ahead of their card (domain 1.2): whatever would lead to printing leads to
 * waiting, and a print-ready record is kept until the seventeenth birthday.
 * @param day the office's calendar day
 * @returns undefined for a fact that is kept for later
 */
export async function atCardAge(tx: Tx, id: string, fact: Fact, day: string): Promise<Fact | undefined> {
  switch (fact.fact) {
    case 'register.confirmed':
    case 'review.approve': {
      if (!(await isTooYoung(tx, id, day))) return fact;
      const { answers } = fact;
      const becomes = fact.fact === 'review.approve' ? 'review.await-recording' : 'register.not-recorded';
      return { fact: becomes, answers, cause: 'recording' };
    }
    case 'record.print-ready': {
      if (!(await isTooYoung(tx, id, day))) return fact;
      await tx.query('update application set print_ready_answers = $2 where id = $1', [id, fact.answers]);
      return undefined;
    }
    default:
      return fact;
  }
}

async function isTooYoung(tx: Tx, id: string, day: string): Promise<boolean> {
  const rows = await tx.query('select 1 from application where id = $1 and card_from > $2::date for update', [id, day]);
  return rows.length > 0;
}

/** Their birthday has come, and the record is print-ready: the card may be printed. */
@Injectable()
export class ReachCardAge implements DueWork {
  readonly name = 'reach card age';
  readonly everyMs = 60_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly territory: Territory,
    private readonly patience: Patience,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `select id, traceparent from application where print_ready_answers is not null and card_from <= $1::date
        order by card_from limit $2`,
      [this.territory.dayOf(new Date()), limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [due] = await tx.query<{ answers: number }>(
        `select print_ready_answers as answers from application
          where id = $1 and print_ready_answers is not null for update skip locked`,
        [id],
      );
      if (!due) return;
      await tx.query('update application set print_ready_answers = null where id = $1', [id]);
      const fact = { fact: 'record.print-ready', answers: due.answers } as const;
      await moveApplication(tx, id, fact, {}, this.patience);
    });
  }
}
