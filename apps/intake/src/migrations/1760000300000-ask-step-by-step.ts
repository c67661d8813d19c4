import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A request that is filled in question by question, one per conversation; and what gives a card before seventeen. */
export class AskStepByStep1760000300000 implements MigrationInterface {
  readonly name = 'AskStepByStep1760000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table request_form (
        conversation_id uuid primary key references conversation,
        sealed_form text not null,
        touched_at timestamptz not null default now()
      );
      comment on column request_form.sealed_form is 'what is answered so far, JSON; erased with the row when the request is opened, or after a week';
      create index request_form_touched_at on request_form (touched_at);
      alter table application add column married boolean;
      comment on column application.married is 'said by who is younger than seventeen; null: not asked';
      alter table application add column card_from date;
      comment on column application.card_from is 'the seventeenth birthday of who is recorded ahead of their card; nothing is printed before';
      alter table application add column print_ready_answers integer;
      comment on column application.print_ready_answers is 'the record is print-ready and waits for card_from: what the fact answers';
      create index application_card_from on application (card_from) where print_ready_answers is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table request_form; alter table application drop column married, drop column card_from, drop column print_ready_answers',
    );
  }
}
