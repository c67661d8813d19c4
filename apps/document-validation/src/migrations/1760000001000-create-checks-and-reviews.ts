import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What document-validation remembers: how far each application is, what its files contain, what was found and answered,
 * and what people have to look at. Ids and codes only: particulars and pictures stay in intake.
 */
export class CreateChecksAndReviews1760000001000 implements MigrationInterface {
  readonly name = 'CreateChecksAndReviews1760000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table application (
        id uuid primary key,
        sequence int not null,
        state text not null,
        kind text not null,
        channel text not null,
        office text not null
      );

      create table document_reading (
        sha256 text not null,
        reader_version int not null,
        reading jsonb not null,
        read_at timestamptz not null default now(),
        primary key (sha256, reader_version)
      );

      create table file_check (
        application_id uuid not null,
        answers int not null,
        findings jsonb not null,
        documents jsonb not null,
        checked_at timestamptz not null default now(),
        caused_by uuid not null,
        primary key (application_id, answers)
      );

      create table register_answer (
        application_id uuid not null,
        answers int not null,
        way text not null check (way in ('manual', 'primary', 'backup')),
        result text not null check (result in ('confirmed', 'not-recorded', 'doubtful')),
        cause text,
        doubts text[] not null default '{}',
        response_code text,
        record_status text,
        elements jsonb not null default '{}',
        request_id uuid not null,
        checked_by text,
        checked_at timestamptz not null,
        primary key (application_id, answers)
      );

      create table review (
        id uuid primary key,
        application_id uuid not null,
        answers int not null,
        task text not null check (task in ('tick-register', 'decide-doubt', 'mirror-record')),
        doubts text[] not null default '{}',
        cause text,
        traceparent text,
        opened_at timestamptz not null default now(),
        claimed_by text,
        claimed_until timestamptz,
        closed_at timestamptz,
        closed_as text check (closed_as in ('settled', 'withdrawn', 'superseded')),
        settled_by text,
        outcome jsonb,
        check ((closed_at is null) = (closed_as is null)),
        unique (application_id, answers, task)
      );
      create index review_open on review (opened_at, id) where closed_at is null;
      create index review_listed on review (opened_at, id);
      create index review_of_application on review (application_id, answers desc);

      create table record_status (
        id bigint generated always as identity primary key,
        application_id uuid not null,
        status text not null,
        noted_by text not null,
        noted_at timestamptz not null default now()
      );
      create index record_status_of_application on record_status (application_id, id desc);

      create table act (
        id bigint generated always as identity primary key,
        application_id uuid not null,
        review_id uuid,
        what text not null,
        done_by text not null,
        done_at timestamptz not null default now()
      );
      create index act_of_application on act (application_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table act; drop table record_status; drop table review; drop table register_answer; drop table file_check; drop table document_reading; drop table application',
    );
  }
}
