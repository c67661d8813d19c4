import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first migration of every service that speaks or hears: its outbox and its inbox. */
export class CreateOutboxAndInbox1760000000000 implements MigrationInterface {
  readonly name = 'CreateOutboxAndInbox1760000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox (
        id uuid primary key,
        seq bigint generated always as identity,
        subject text not null,
        type text not null,
        version int not null,
        routing_key text not null,
        body text not null,
        correlation_id uuid not null,
        causation_id uuid,
        traceparent text,
        created_at timestamptz not null default now(),
        published_at timestamptz,
        attempts int not null default 0,
        set_aside_at timestamptz
      ) with (autovacuum_vacuum_scale_factor = 0.01, fillfactor = 80);
      create index outbox_unpublished on outbox (seq) where published_at is null;
      create index outbox_set_aside on outbox (subject) where set_aside_at is not null and published_at is null;
      create index outbox_published_at on outbox (published_at) where published_at is not null;
      create table inbox (
        consumer text not null,
        message_id uuid not null,
        handled_at timestamptz not null default now(),
        primary key (consumer, message_id)
      );
      create index inbox_handled_at on inbox (handled_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table inbox; drop table outbox');
  }
}
