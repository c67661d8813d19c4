import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mobile recording visits: who asks for one, when officers go where, and what each person's result was. */
export class PlanVisits1760000581000 implements MigrationInterface {
  readonly name = 'PlanVisits1760000581000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table recording_visit (
        id uuid primary key,
        district text not null,
        office text not null,
        starts_on date not null,
        ends_on date not null,
        -- Accounts of the officers who go.
        team text[] not null,
        state text not null default 'planned' check (state in ('planned', 'closed', 'cancelled')),
        planned_by text not null,
        planned_at timestamptz not null default now(),
        ended_by text,
        ended_at timestamptz,
        traceparent text,
        check (ends_on >= starts_on)
      );
      create index recording_visit_listed on recording_visit (starts_on desc, id desc);

      create table visit_request (
        id uuid primary key,
        channel text not null,
        district text not null,
        village text,
        reason text not null check (reason in ('elderly', 'ill', 'disabled', 'remote', 'school', 'other')),
        people int not null check (people between 1 and 500),
        conversation_id uuid references conversation (id),
        -- How to reach who asked; erased when the request is done or declined.
        sealed_contact text,
        state text not null default 'open' check (state in ('open', 'planned', 'done', 'declined')),
        visit_id uuid references recording_visit (id),
        opened_by text,
        opened_at timestamptz not null default now(),
        closed_at timestamptz
      );
      create unique index visit_request_conversation on visit_request (conversation_id) where state = 'open';
      create index visit_request_listed on visit_request (state, opened_at desc, id desc);
      create index visit_request_visit on visit_request (visit_id) where visit_id is not null;

      create table visit_entry (
        visit_id uuid not null references recording_visit (id),
        application_id uuid not null references application (id),
        purpose text not null check (purpose in ('record', 'hand-over')),
        result text check (result in ('recorded', 'absent', 'failed', 'handed-over', 'not-collected')),
        collected_by text,
        old_card_taken boolean,
        -- As the officers wrote it down, beside when we heard of it.
        happened_at timestamptz,
        reported_at timestamptz,
        reported_by text,
        -- False once the visit has ended: then the person may be on another list.
        is_open boolean not null default true,
        primary key (visit_id, application_id, purpose)
      );
      create unique index visit_entry_open on visit_entry (application_id, purpose) where is_open;
      create index visit_entry_application on visit_entry (application_id);

      create index application_district_state on application (district, state, last_moved_at)
        where state in ('awaiting_recording', 'ready_for_pickup');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index application_district_state; drop table visit_entry, visit_request, recording_visit');
  }
}
