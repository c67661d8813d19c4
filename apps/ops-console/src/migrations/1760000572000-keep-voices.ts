import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What citizens think, one row a survey; and what brought them, one row a conversation and one a request. From events alone. */
export class KeepVoices1760000572000 implements MigrationInterface {
  readonly name = 'KeepVoices1760000572000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table survey (
        application_id uuid primary key,
        kind text not null,
        channel text not null,
        district text not null,
        office text not null,
        asked_at timestamptz,
        answered_at timestamptz,
        answers jsonb
      );
      create index survey_answered_at on survey (answered_at);
      create index survey_asked_at on survey (asked_at);
      create table arrival (conversation_id uuid primary key, source text not null, at timestamptz not null);
      create index arrival_at on arrival (at);
      create table request_source (
        application_id uuid primary key,
        source text not null,
        district text not null,
        office text not null,
        at timestamptz not null
      );
      create index request_source_at on request_source (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table survey; drop table arrival; drop table request_source');
  }
}
