import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One survey per request, asked after the hand-over; answers by code name (`{"WAKTU": 4}`), never by place. */
export class AskSurveys1760000570000 implements MigrationInterface {
  readonly name = 'AskSurveys1760000570000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table survey (
        application_id uuid primary key references application (id) on delete cascade,
        -- No reference: a key lock on the conversation would wait for whoever holds it and then wants the request.
        conversation_id uuid not null,
        planned_at timestamptz not null default now(),
        ask_at timestamptz not null,
        asked_at timestamptz,
        answers jsonb not null default '{}',
        answered_at timestamptz
      );
      create index survey_to_ask on survey (ask_at) where asked_at is null;
      create index survey_of_conversation on survey (conversation_id, planned_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table survey');
  }
}
