import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything intake owns. `_index` columns are keyed fingerprints; `sealed_` columns are encrypted. */
export class CreateIntake1760000100000 implements MigrationInterface {
  readonly name = 'CreateIntake1760000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Posts as they came, encrypted; erased after their retention.
      create table webhook_post (
        id text primary key,
        sealed_body text,
        received_at timestamptz not null default now()
      );
      create index webhook_post_received_at on webhook_post (received_at) where sealed_body is not null;

      -- One row per message, status or other event of a gateway. The row stays, so that a replay is known for ever.
      create table webhook_message (
        id uuid primary key,
        event_key text not null unique,
        post_id text not null references webhook_post (id),
        kind text not null,
        sealed_event text,
        occurred_at timestamptz not null,
        received_at timestamptz not null default now()
      );
      create index webhook_message_received_at on webhook_message (received_at) where sealed_event is not null;

      -- What became of it: exactly one row each.
      create table message_outcome (
        id uuid primary key references webhook_message (id),
        kind text not null check (kind in ('taken', 'answered', 'filed', 'ignored')),
        at timestamptz not null default now()
      );

      create table conversation (
        id uuid primary key,
        phone_index text unique,
        sealed_phone text,
        scoped_id_index text unique,
        sealed_scoped_id text,
        last_inbound_at timestamptz not null,
        replies int not null default 0,
        -- Photos came without a request: ask which service they are for, at this time.
        ask_service_at timestamptz,
        created_at timestamptz not null default now()
      );
      create index conversation_ask_service_at on conversation (ask_service_at) where ask_service_at is not null;

      create table application (
        id uuid primary key,
        ticket text not null unique,
        tracking_code_index text not null unique,
        sealed_tracking_code text not null,
        kind text not null,
        channel text not null,
        district text not null,
        village text,
        office text not null,
        citizenship text not null default 'WNI',
        sealed_nik text not null,
        nik_index text not null,
        sealed_family_card text not null,
        sealed_name text not null,
        sealed_phone text,
        phone_index text,
        conversation_id uuid references conversation (id),
        state text not null,
        sequence int not null,
        chapter int not null,
        waits jsonb not null default '{}',
        withdrawal_asked boolean not null default false,
        -- How often the file was submitted: documents of the next round carry this number.
        round int not null default 0,
        -- Document codes that the last correction asked for.
        asked_for text[] not null default '{}',
        -- The citizen says the file is whole.
        said_done boolean not null default false,
        -- When a file that has gone quiet is taken as sent.
        quiet_at timestamptz,
        deadline timestamptz,
        complete_since timestamptz,
        last_moved_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        opened_by text,
        opened_at_office text,
        idempotency_key text,
        request_digest text,
        traceparent text
      );
      -- One open request per person and kind (domain 7.2).
      create unique index application_open on application (nik_index, kind)
        where state not in ('handed_over', 'rejected', 'withdrawn', 'expired');
      create unique index application_idempotency on application (opened_by, idempotency_key) where idempotency_key is not null;
      create index application_listed on application (created_at desc, id desc);
      create index application_state on application (state, created_at desc, id desc);
      create index application_office on application (office, created_at desc, id desc);
      create index application_conversation on application (conversation_id, last_moved_at desc) where conversation_id is not null;
      create index application_quiet_at on application (quiet_at) where quiet_at is not null;
      create index application_deadline on application (deadline) where deadline is not null;

      create table application_history (
        application_id uuid not null references application (id),
        sequence int not null,
        says text not null,
        state text not null,
        cause text,
        details jsonb,
        caused_by uuid,
        clerk text,
        traceparent text,
        at timestamptz not null,
        primary key (application_id, sequence)
      );

      -- The ledger of holds: the service clock pauses between start and end.
      create table hold (
        id bigint generated always as identity primary key,
        application_id uuid not null references application (id),
        cause text not null,
        started_at timestamptz not null,
        ended_at timestamptz
      );
      create unique index hold_open on hold (application_id, cause) where ended_at is null;
      create index hold_application on hold (application_id, started_at);

      create table document (
        id uuid primary key,
        application_id uuid references application (id),
        conversation_id uuid references conversation (id),
        message_id uuid unique references webhook_message (id),
        -- What the sender said it is, by caption or by the clerk's choice.
        named_as text,
        -- What it is taken for: as named, or by the order of the requirements.
        claimed_as text,
        round int not null default 0,
        state text not null check (state in ('announced', 'kept', 'unusable', 'repeated')),
        store_key text,
        content_type text,
        size int,
        sha256 text,
        file_problem text,
        superseded boolean not null default false,
        sent_at timestamptz not null,
        received_at timestamptz not null default now()
      );
      create index document_application on document (application_id, sent_at);
      create index document_loose on document (conversation_id, sent_at) where application_id is null;

      -- Who looked at a document, and why (UU 27/2022 art. 32).
      create table document_view (
        id bigint generated always as identity primary key,
        document_id uuid not null references document (id),
        clerk text not null,
        reason text not null,
        at timestamptz not null default now()
      );

      -- What others say of the outside networks.
      create table link_seen (
        link text not null,
        way text not null,
        seen_by text not null,
        lost boolean not null,
        since timestamptz not null,
        primary key (link, way, seen_by)
      );

      -- rate-limiter-flexible's table.
      create table tracking_try (key varchar(255) primary key, points integer not null default 0, expire bigint);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table tracking_try, link_seen, document_view, document, hold, application_history, application,
        conversation, message_outcome, webhook_message, webhook_post`);
  }
}
