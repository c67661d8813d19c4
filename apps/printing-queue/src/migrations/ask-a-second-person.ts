import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What leads to a second card is asked by one person and decided by another; a card may be void or missing. */
export class AskASecondPerson1764100000000 implements MigrationInterface {
  readonly name = 'AskASecondPerson1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table approval (
        id uuid primary key,
        job_id uuid not null references print_job,
        office text not null,
        act text not null check (act in ('settle', 'void')),
        found text check (found in ('spoiled', 'not-fed')),
        serial text,
        reason text not null,
        asked_by text not null,
        asked_at timestamptz not null default now(),
        decision text check (decision in ('approved', 'denied')),
        decided_by text,
        decided_at timestamptz,
        decision_note text,
        check ((decision is null) = (decided_by is null)),
        check ((act = 'settle') = (found is not null))
      );
      comment on table approval is 'nothing is ever deleted here: the audit of second cards';
      create unique index approval_one_open on approval (job_id) where decision is null;
      create index approval_open on approval (asked_at, id) where decision is null;
      create index approval_by_age on approval (asked_at, id);
      create index approval_by_job on approval (job_id);

      alter table card drop constraint card_state_check;
      alter table card add constraint card_state_check
        check (state in ('to_dispatch', 'in_transit', 'missing', 'ready', 'handed_over', 'void'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table approval;
      alter table card drop constraint card_state_check;
      alter table card add constraint card_state_check check (state in ('to_dispatch', 'in_transit', 'ready', 'handed_over'));
    `);
  }
}
