import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs, attempts and reports; stations, their blanks and the ledger; cards on their way to their owners. */
export class CreatePrintJobs1764000000000 implements MigrationInterface {
  readonly name = 'CreatePrintJobs1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table print_job (
        id uuid primary key,
        application_id uuid not null,
        answers int not null,
        kind text not null,
        office text not null,
        pickup_office text not null,
        state text not null check (state in ('queued', 'claimed', 'started', 'completed', 'held', 'abandoned')),
        attempt int not null default 0,
        station_id text,
        lease_until timestamptz,
        serial text,
        held_because text,
        ended_because text,
        deferred_for text,
        traceparent text,
        queued_at timestamptz not null default now(),
        moved_at timestamptz not null default now(),
        voided_at timestamptz,
        caused_by uuid not null,
        caused_by_consumer text not null,
        unique (application_id, answers)
      );
      comment on column print_job.caused_by is 'inbox.message_id of the event that made it (invariant I12)';
      -- The database itself refuses a second live card and a second open job of an application.
      create unique index print_job_one_card on print_job (application_id) where state = 'completed' and voided_at is null;
      create unique index print_job_one_open on print_job (application_id) where state in ('queued', 'claimed', 'started', 'held');
      create index print_job_claimable on print_job (office, queued_at, id) where state = 'queued';
      create index print_job_leases on print_job (lease_until) where state in ('claimed', 'started');
      create index print_job_by_station on print_job (station_id) where state in ('claimed', 'started');
      create index print_job_by_state on print_job (state, queued_at, id);

      create table print_attempt (
        job_id uuid not null references print_job,
        attempt int not null,
        station_id text not null,
        claimed_at timestamptz not null,
        begun_at timestamptz,
        blank_serial text,
        outcome text check (outcome in ('completed', 'spoiled', 'not_fed', 'returned', 'lease_over', 'withdrawn')),
        ended_at timestamptz,
        primary key (job_id, attempt)
      );
      -- A blank takes ink once.
      create unique index print_attempt_one_blank on print_attempt (blank_serial)
        where begun_at is not null and outcome is distinct from 'not_fed';
      create view claim as select job_id, attempt, station_id, claimed_at from print_attempt;

      create table report (
        id bigint generated always as identity primary key,
        job_id uuid not null references print_job,
        attempt int not null,
        station_id text not null,
        said text not null,
        serial text,
        accepted boolean not null,
        verdict text not null,
        received_at timestamptz not null
      );
      comment on table report is 'what stations said of their attempts; what was refused stays as evidence';
      create index report_by_job on report (job_id, attempt);

      create table settlement (
        job_id uuid primary key references print_job,
        found text not null check (found in ('printed', 'spoiled', 'not-fed')),
        serial text,
        note text not null,
        settled_by text not null,
        settled_at timestamptz not null default now()
      );

      create table station (
        station_id text primary key,
        office text not null,
        driver text,
        printer_state text,
        printer_reasons text[] not null default '{}',
        boot_id uuid,
        last_seen_at timestamptz,
        blanks_counted int not null default 0 check (blanks_counted >= 0)
      );
      create index station_by_office on station (office);

      create table blank (
        serial text primary key,
        station_id text not null references station,
        state text not null check (state in ('in_stock', 'reserved', 'used', 'spoiled', 'returned', 'missing')),
        job_id uuid references print_job,
        seq bigint generated always as identity,
        moved_at timestamptz not null default now()
      );
      create index blank_in_stock on blank (station_id, seq) where state = 'in_stock';

      create table blank_movement (
        id bigint generated always as identity primary key,
        station_id text not null references station,
        kind text not null check (kind in ('received', 'reserved', 'released', 'used', 'spoiled', 'returned', 'counted')),
        quantity int not null,
        serial text,
        job_id uuid,
        moved_by text not null,
        note text,
        moved_at timestamptz not null default now()
      );
      comment on column blank_movement.quantity is 'pieces that came (+) or went (-); reserving and releasing move none';
      create index blank_movement_by_station on blank_movement (station_id, id);

      create table card (
        job_id uuid primary key references print_job,
        application_id uuid not null,
        answers int not null,
        kind text not null,
        printed_at_office text not null,
        office text not null,
        state text not null check (state in ('to_dispatch', 'in_transit', 'ready', 'handed_over')),
        printed_at timestamptz not null,
        manifest_id uuid,
        dispatched_at timestamptz,
        arrived_at timestamptz,
        handed_over_at timestamptz,
        handed_over_by text,
        collected_by text,
        old_card_taken boolean,
        note text
      );
      create index card_by_state on card (state, office, printed_at, job_id);

      create table withdrawal (
        application_id uuid primary key,
        sequence int not null,
        asked_at timestamptz not null default now()
      );
      comment on table withdrawal is 'asked between two jobs of an application: the next job ends before it begins';

      create table link_lost (link text not null, seen_by text not null, since timestamptz not null, lost boolean not null, primary key (link, seen_by));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table link_lost, withdrawal, card, blank_movement, blank, station, settlement, report;
      drop view claim;
      drop table print_attempt, print_job;
    `);
  }
}
