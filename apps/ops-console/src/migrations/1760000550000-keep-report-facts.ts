import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What reports count: one row a request and one a print attempt, made from the copied events alone. So a report reads a few ten
 * thousand narrow rows instead of a million events.
 */
export class KeepReportFacts1760000550000 implements MigrationInterface {
  readonly name = 'KeepReportFacts1760000550000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table request_fact (
        application_id uuid primary key,
        kind text not null,
        channel text not null,
        district text not null,
        office text not null,
        state text not null,
        begun_at timestamptz not null,
        submitted_at timestamptz,
        complete_since timestamptz,
        ended_at timestamptz,
        ready_at timestamptz,
        handed_over_at timestamptz,
        recorded_at timestamptz,
        corrections int not null,
        first_time_complete boolean,
        defects text[] not null,
        promised_days int,
        overdue boolean not null,
        gross_minutes int,
        net_minutes int,
        transit_minutes int,
        held jsonb not null
      );
      create index request_fact_begun_at on request_fact (begun_at);
      create table print_outcome (
        event_id uuid primary key,
        at timestamptz not null,
        application_id uuid,
        office text not null,
        station text not null,
        outcome text not null
      );
      create index print_outcome_at on print_outcome (at);
      create index message_at on message (at, fact, state);
      create index event_handed_to_clerk on event (time) where type = 'conversation.handed-to-clerk';
      create index application_of_office on application (office, begun_at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index application_of_office; drop index message_at; drop index event_handed_to_clerk; drop table print_outcome; drop table request_fact',
    );
  }
}
