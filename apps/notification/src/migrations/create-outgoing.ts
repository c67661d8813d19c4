import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages and what orders them. No phone number, name or NIK stands here: the contact is asked for when a message goes
 * out, a clerk's own words stay sealed, and of the gateway's message id (it holds the number in base64) only a digest is kept.
 */
export class CreateOutgoing1760000000100 implements MigrationInterface {
  readonly name = 'CreateOutgoing1760000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outgoing (
        id uuid primary key,
        place bigint generated always as identity,
        about uuid not null,
        about_kind text not null check (about_kind in ('application', 'conversation')),
        application_id uuid,
        fact text not null,
        message_key text not null,
        sequence int not null,
        variables jsonb not null,
        sealed_text text,
        announced_at timestamptz not null,
        lane text,
        state text not null check (state in
          ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'superseded', 'no-contact')),
        as_template boolean not null default false,
        attempts int not null default 0,
        claimed_by uuid,
        claimed_at timestamptz,
        provider_ref text,
        replaced_ref text,
        error_code int,
        error_class text,
        caused_by uuid not null,
        queued_event uuid,
        correlation_id uuid not null,
        traceparent text,
        resent_from uuid references outgoing (id),
        resent_by text,
        created_at timestamptz not null default now(),
        sent_at timestamptz,
        delivered_at timestamptz,
        read_at timestamptz,
        failed_at timestamptz,
        unique (about, fact)
      );
      create unique index outgoing_caused_by on outgoing (about, caused_by) where resent_from is null;
      create unique index outgoing_resent_from on outgoing (resent_from) where resent_from is not null;
      create index outgoing_waiting on outgoing (lane, place) where state in ('queued', 'sending');
      create index outgoing_provider_ref on outgoing (provider_ref) where provider_ref is not null;
      create index outgoing_about on outgoing (about, place);
      create index outgoing_application on outgoing (application_id, place) where application_id is not null;
      create index outgoing_state on outgoing (state, place);
      create unique index outgoing_place on outgoing (place);

      create table subject (
        id uuid primary key,
        lane text,
        told_sequence int not null default 0
      );
      create table lane (
        contact text primary key,
        not_before timestamptz,
        pair_holds int not null default 0
      );
      create index lane_due on lane (not_before) where not_before is not null;

      create table conversation_window (
        conversation_id uuid primary key,
        last_inbound_at timestamptz not null
      );
      create table orphan_status (
        provider_ref text not null,
        status text not null,
        at timestamptz not null,
        error_code int,
        kept_at timestamptz not null default now(),
        primary key (provider_ref, status)
      );
      create index orphan_status_kept_at on orphan_status (kept_at);
      create table template_change (
        template text not null,
        change text not null,
        reason text,
        at timestamptz not null,
        primary key (template, at, change)
      );
      create table sender_stop (
        only_one boolean primary key default true check (only_one),
        error_class text not null,
        error_code int,
        since timestamptz not null default now()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table sender_stop, template_change, orphan_status, conversation_window, lane, subject, outgoing',
    );
  }
}
