import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The register of machines and their care; manifests; what is written down at the quality check and at the hand-over. */
export class KeepMachinesAndManifests1764100200000 implements MigrationInterface {
  readonly name = 'KeepMachinesAndManifests1764100200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table asset (
        id uuid primary key,
        office text not null,
        sort text not null check (sort in ('printer', 'recorder', 'computer', 'scanner', 'server')),
        label text not null,
        serial_number text,
        station_id text references station,
        cleaning_every_cards int check (cleaning_every_cards > 0),
        cleaning_on_ribbon_change boolean not null default false,
        service_every_days int check (service_every_days > 0),
        cards_at_cleaning int not null default 0,
        cleaned_at timestamptz not null default now(),
        serviced_at timestamptz not null default now(),
        registered_by text not null,
        registered_at timestamptz not null default now(),
        retired_at timestamptz
      );
      create index asset_in_use on asset (registered_at, id) where retired_at is null;
      create unique index asset_of_station on asset (station_id) where station_id is not null and retired_at is null;

      create table asset_entry (
        id bigint generated always as identity primary key,
        asset_id uuid not null references asset,
        kind text not null check (kind in ('cleaning', 'service', 'fault', 'note')),
        note text not null,
        cards int,
        written_by text not null,
        written_at timestamptz not null default now(),
        repaired_at timestamptz,
        repaired_by text,
        repair_note text
      );
      comment on column asset_entry.cards is 'cards the printer had made by then';
      create index asset_entry_by_asset on asset_entry (asset_id, id);
      create unique index asset_one_fault on asset_entry (asset_id) where kind = 'fault' and repaired_at is null;
      create index asset_entry_faults on asset_entry (written_at) where kind = 'fault';

      create table maintenance_said (
        asset_id uuid not null references asset,
        task text not null check (task in ('cleaning', 'service')),
        level text not null check (level in ('due', 'overdue')),
        since timestamptz not null,
        primary key (asset_id, task)
      );

      create table manifest (
        id uuid primary key,
        from_office text not null,
        to_office text not null,
        carrier text,
        leaves_on date,
        note text,
        sent_by text not null,
        sent_at timestamptz not null default now()
      );
      create index manifest_by_time on manifest (sent_at, id);
      create index card_by_manifest on card (manifest_id) where manifest_id is not null;

      alter table card
        add column missed_at timestamptz,
        add column reminders int not null default 0,
        add column acknowledged_by text check (acknowledged_by in ('signature', 'checkbox')),
        add column authority_letter text,
        add column family_card_seen boolean;
      create index card_waiting on card (coalesce(arrived_at, printed_at)) where state = 'ready';
      create index card_by_arrival on card (arrived_at) where arrived_at is not null;

      create table quality_check (
        job_id uuid not null,
        attempt int not null,
        data_ok boolean not null,
        photo_ok boolean not null,
        chip_ok boolean not null,
        station_id text not null,
        checked_at timestamptz not null default now(),
        primary key (job_id, attempt),
        foreign key (job_id, attempt) references print_attempt
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table quality_check, manifest, maintenance_said, asset_entry, asset;
      drop index card_by_manifest, card_waiting, card_by_arrival;
      alter table card drop column missed_at, drop column reminders, drop column acknowledged_by, drop column authority_letter,
        drop column family_card_seen;
    `);
  }
}
