import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The date each request is promised for, its reminders, and the working calendar that people edit. */
export class GivePromises1760000210000 implements MigrationInterface {
  readonly name = 'GivePromises1760000210000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table office_calendar (
        -- An office, or 'region' for all that have no calendar of their own.
        place text not null,
        revision int not null,
        settings jsonb not null,
        note text not null default '',
        changed_by text not null,
        changed_at timestamptz not null default now(),
        primary key (place, revision)
      );

      alter table application
        add column promise_days int,
        -- Both null while a hold lasts: nobody can say.
        add column promised_for timestamptz,
        add column remind_at timestamptz,
        add column due_soon_said_at timestamptz,
        add column overdue_said_at timestamptz,
        -- A hold or the calendar has changed: the dates above are to be reckoned anew.
        add column reckon boolean not null default false;
      create index application_reckon on application (id) where reckon;
      create index application_remind on application (remind_at) where due_soon_said_at is null
        and state in ('submitted', 'checking_register', 'under_review', 'awaiting_recording', 'ready_to_print', 'printing');
      create index application_overdue on application (promised_for) where overdue_said_at is null
        and state in ('submitted', 'checking_register', 'under_review', 'awaiting_recording', 'ready_to_print', 'printing');
      create index application_promised on application (promised_for, id) where promised_for is not null
        and state in ('submitted', 'checking_register', 'under_review', 'awaiting_recording', 'ready_to_print', 'printing');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table office_calendar;
      alter table application drop column promise_days, drop column promised_for, drop column remind_at,
        drop column due_soon_said_at, drop column overdue_said_at, drop column reckon`);
  }
}
