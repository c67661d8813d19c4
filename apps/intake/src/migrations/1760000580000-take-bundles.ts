import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The devices of village officers, and what they brought from where no line reaches. */
export class TakeBundles1760000580000 implements MigrationInterface {
  readonly name = 'TakeBundles1760000580000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table officer_device (
        id uuid primary key,
        -- The account of the village officer who answers for it.
        officer text not null,
        label text not null,
        district text not null,
        office text not null,
        -- Good for one enrolment, until then.
        code_index text unique,
        code_until timestamptz,
        -- Public halves: the one that signs (a JWK) and the one that replies are sealed for (an age recipient).
        signing_key jsonb,
        recipient text,
        registered_by text not null,
        registered_at timestamptz not null default now(),
        enrolled_at timestamptz,
        last_heard_at timestamptz,
        revoked_at timestamptz,
        revoked_by text
      );
      create index officer_device_listed on officer_device (registered_at desc, id desc);

      create table bundle (
        id uuid primary key,
        device_id uuid not null references officer_device (id),
        sha256 text not null,
        via text not null check (via in ('line', 'stick')),
        -- By the device's clock, beside ours.
        made_at timestamptz not null,
        received_at timestamptz not null default now(),
        imported_by text,
        request_ids uuid[] not null,
        told int not null,
        -- Null while its requests are being taken in: an import that broke off goes on when it is repeated.
        done_at timestamptz
      );
      create index bundle_listed on bundle (received_at desc, id desc);
      create index bundle_device on bundle (device_id, received_at desc);

      -- What became of each request; a request is the same one in whichever bundle it comes.
      create table bundle_request (
        device_id uuid not null references officer_device (id),
        request_id uuid not null,
        bundle_id uuid not null references bundle (id),
        outcome text not null check (outcome in ('opened', 'already-open', 'refused')),
        application_id uuid references application (id),
        problems jsonb not null default '[]',
        warnings jsonb not null default '[]',
        taken_at timestamptz not null,
        received_at timestamptz not null default now(),
        primary key (device_id, request_id)
      );
      create index bundle_request_bundle on bundle_request (bundle_id);
      create index bundle_request_application on bundle_request (application_id) where application_id is not null;
      create index bundle_request_newest on bundle_request (device_id, received_at desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table bundle_request, bundle, officer_device');
  }
}
