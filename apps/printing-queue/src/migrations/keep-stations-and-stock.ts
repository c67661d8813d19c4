import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stations with their own credentials, visits, re-routed jobs; consumables beside blanks, and the levels of stock that were said. */
export class KeepStationsAndStock1764100100000 implements MigrationInterface {
  readonly name = 'KeepStationsAndStock1764100100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table station
        add column key_hash text,
        add column source text not null default 'environment' check (source in ('environment', 'registered')),
        add column capabilities jsonb not null default '{}',
        add column registered_by text,
        add column registered_at timestamptz,
        add column revoked_at timestamptz,
        add column revoked_by text,
        add column revoked_because text,
        add column silent_since timestamptz,
        add column away_at timestamptz,
        add column conditions text[] not null default '{}',
        add column markers jsonb not null default '{}',
        add column cards_made int not null default 0;
      comment on column station.key_hash is 'SHA-256 of its key, hex; null lets nobody in';
      comment on column station.away_at is 'since when its jobs may go to another office';
      create unique index station_by_key on station (key_hash) where key_hash is not null;

      create table visit (
        id uuid primary key,
        station_id text not null references station,
        until timestamptz not null,
        started_at timestamptz not null default now(),
        ended_at timestamptz
      );
      create unique index visit_one_open on visit (station_id) where ended_at is null;

      alter table print_job
        add column visit_id uuid references visit,
        add column routed_from text,
        add column district text,
        add column policy_rule text,
        add column sort_at timestamptz not null default now();
      update print_job set sort_at = queued_at;
      drop index print_job_claimable;
      create index print_job_claimable on print_job (office, sort_at, id) where state = 'queued';
      create index print_job_deferred on print_job (office) where state = 'queued' and deferred_for is not null;
      create index print_attempt_by_beginning on print_attempt (begun_at) where begun_at is not null;
      comment on column print_job.sort_at is 'when it was queued, later by its rank: who waits long enough overtakes every rank';
      create index print_job_by_visit on print_job (visit_id) where visit_id is not null;
      create index print_attempt_by_end on print_attempt (ended_at, station_id) where outcome in ('completed', 'spoiled');

      create table consumable (
        station_id text not null references station,
        item text not null check (item in ('ribbon', 'film', 'laminate', 'cleaning-kit')),
        on_hand int not null default 0 check (on_hand >= 0),
        is_loaded boolean not null default false,
        prints_on_loaded int not null default 0 check (prints_on_loaded >= 0),
        primary key (station_id, item)
      );
      comment on table consumable is 'a station that has a row of an item needs that item; on_hand counts whole units in the cabinet';

      create table consumable_movement (
        id bigint generated always as identity primary key,
        station_id text not null,
        item text not null,
        kind text not null check (kind in ('received', 'borrowed', 'lent', 'loaded', 'spoiled', 'returned', 'counted')),
        quantity int not null check (quantity <> 0),
        report_no text,
        other_party text,
        prints int,
        moved_by text not null,
        note text,
        moved_at timestamptz not null default now(),
        foreign key (station_id, item) references consumable
      );
      comment on column consumable_movement.prints is 'cards that the unit before made, when a new one is loaded: its real yield';
      create index consumable_movement_by_item on consumable_movement (station_id, item, id);

      alter table blank_movement
        add column report_no text,
        add column other_party text,
        drop constraint blank_movement_kind_check,
        add constraint blank_movement_kind_check check (kind in
          ('received', 'borrowed', 'lent', 'reserved', 'released', 'used', 'spoiled', 'returned', 'counted'));

      create table obstacle (
        id bigint generated always as identity primary key,
        office text not null,
        cause text not null,
        since timestamptz not null default now(),
        until timestamptz
      );
      create unique index obstacle_one_open on obstacle (office) where until is null;
      create index obstacle_by_time on obstacle (office, since);

      create table print_policy (
        office text primary key,
        policy jsonb not null,
        time_zone text not null,
        changed_by text not null,
        changed_at timestamptz not null default now()
      );

      create table stock_level (
        office text not null,
        item text not null,
        level text not null check (level in ('ok', 'low', 'out')),
        cards_left int not null,
        cards_per_day numeric not null,
        working_days_left numeric,
        changed_at timestamptz not null default now(),
        weighed_at timestamptz not null default now(),
        primary key (office, item)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table stock_level, print_policy, obstacle, consumable_movement, consumable;
      drop index print_attempt_by_end;
      alter table print_job drop column visit_id, drop column routed_from, drop column district, drop column policy_rule, drop column sort_at;
      create index print_job_claimable on print_job (office, queued_at, id) where state = 'queued';
      drop index print_attempt_by_beginning;
      drop table visit;
      alter table station drop column key_hash, drop column source, drop column capabilities, drop column registered_by,
        drop column registered_at, drop column revoked_at, drop column revoked_by, drop column revoked_because,
        drop column silent_since, drop column away_at, drop column conditions, drop column markers, drop column cards_made;
      alter table blank_movement drop column report_no, drop column other_party,
        drop constraint blank_movement_kind_check,
        add constraint blank_movement_kind_check check (kind in ('received', 'reserved', 'released', 'used', 'spoiled', 'returned', 'counted'));
    `);
  }
}
