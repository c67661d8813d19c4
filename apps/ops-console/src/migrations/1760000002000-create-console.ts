import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The copy of all events, the projections made from it, spans, the parked desk, and accounts. */
export class CreateConsole1760000002000 implements MigrationInterface {
  readonly name = 'CreateConsole1760000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(copy);
    await runner.query(projections);
    await runner.query(spans);
    await runner.query(parked);
    await runner.query(accounts);
    await runner.query(appendOnly);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table sign_in_limit, used_assertion, session, account, parked_message, span, application_trace,
      link_state, review, message, print_job, application_hold, application, event`);
  }
}

const copy = `
  create table event (
    id uuid primary key,
    type text not null,
    version int not null,
    subject text not null,
    application_id uuid,
    sequence int,
    time timestamptz not null,
    source text not null,
    correlation_id text not null,
    causation_id text,
    trace_id text,
    traceparent text,
    data jsonb not null,
    copied_at timestamptz not null default now()
  );
  create index event_of_application on event (application_id, time, id) where application_id is not null;
  create index event_in_order on event (time, id);`;

const projections = `
  create table application (
    id uuid primary key,
    sequence int not null,
    state text not null,
    kind text not null,
    channel text not null,
    district text not null,
    office text not null,
    waits_for text,
    complete_since timestamptz,
    begun_at timestamptz not null,
    moved_at timestamptz not null
  );
  create index application_newest on application (begun_at desc, id desc);
  create index application_by_state on application (state, begun_at desc, id desc);
  create table application_hold (
    application_id uuid not null,
    cause text not null,
    since timestamptz not null,
    until timestamptz,
    primary key (application_id, cause, since)
  );
  create index application_hold_open on application_hold (application_id) where until is null;
  create table print_job (
    id uuid primary key,
    application_id uuid not null,
    answers int not null,
    office text not null,
    state text not null,
    rank int not null,
    at timestamptz not null
  );
  create index print_job_of_application on print_job (application_id, answers desc);
  create index print_job_by_state on print_job (state);
  create table message (
    id uuid primary key,
    about uuid not null,
    fact text not null,
    state text not null,
    rank int not null,
    at timestamptz not null
  );
  create index message_about on message (about, at);
  create index message_by_state on message (state, at);
  create table review (
    id uuid primary key,
    application_id uuid not null,
    task text not null,
    requested_at timestamptz not null
  );
  create index review_of_application on review (application_id, requested_at desc);
  create table link_state (
    link text not null,
    way text not null,
    seen_by text not null,
    lost boolean not null,
    cause text not null,
    since timestamptz not null,
    at timestamptz not null,
    primary key (link, way, seen_by)
  );`;

const spans = `
  create table application_trace (
    trace_id text not null,
    application_id uuid not null,
    primary key (application_id, trace_id)
  );
  create index application_trace_by_trace on application_trace (trace_id);
  create table span (
    trace_id text not null,
    span_id text not null,
    parent_id text,
    service text not null,
    name text not null,
    kind text not null,
    started_at timestamptz not null,
    duration_ms double precision not null,
    failed boolean not null,
    application_id uuid,
    attributes jsonb not null,
    received_at timestamptz not null default now(),
    primary key (trace_id, span_id)
  );
  create index span_received_at on span (received_at);`;

const parked = `
  create table parked_message (
    id uuid primary key,
    fingerprint text not null unique,
    message_id text,
    event_type text not null,
    queue text not null,
    reason text not null,
    attempts int not null,
    error text,
    first_failed_at timestamptz,
    said_at timestamptz,
    parked_at timestamptz(3) not null default now(),
    trace_id text,
    said_by text,
    headers jsonb not null,
    content_type text not null,
    body text,
    body_bytes int not null,
    state text not null default 'open' check (state in ('open', 'replayed', 'dismissed')),
    decided_at timestamptz,
    decided_by text,
    why text
  );
  create index parked_message_newest on parked_message (parked_at desc, id desc);
  create index parked_message_by_state on parked_message (state, parked_at desc, id desc);`;

const accounts = `
  create table account (
    username text primary key check (username ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
    password_hash text not null,
    roles text[] not null,
    office text,
    public_key text,
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    created_by text not null
  );
  create table session (
    token_hash text primary key,
    username text not null references account,
    created_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    expires_at timestamptz not null
  );
  create index session_of_account on session (username);
  create index session_expires_at on session (expires_at);
  create table used_assertion (
    jti text primary key,
    expires_at timestamptz not null
  );
  create index used_assertion_expires_at on used_assertion (expires_at);
  create table sign_in_limit (
    key varchar(255) primary key,
    points integer not null default 0,
    expire bigint
  );`;

/** What was copied is never changed: not by a mistake of ours either. */
const appendOnly = `
  do $$
  declare app text := regexp_replace(current_user, '_owner$', '_app');
  begin
    if app <> current_user and exists (select 1 from pg_roles where rolname = app) then
      execute format('revoke update, delete, truncate on event from %I', app);
    end if;
  end $$;`;
