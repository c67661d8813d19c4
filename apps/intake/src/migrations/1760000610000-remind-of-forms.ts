import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A half-filled form is reminded of and forgotten by the patience of its sub-district, as a request is. */
export class RemindOfForms1760000610000 implements MigrationInterface {
  readonly name = 'RemindOfForms1760000610000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table request_form add column deadline timestamptz;
      update request_form set deadline = touched_at + interval '7 days';
      alter table request_form alter column deadline set not null;
      alter table request_form add column remind_at timestamptz;
      comment on column request_form.remind_at is 'the open question is asked once more then; null: it has been';
      alter table request_form drop column touched_at;
      create index request_form_deadline on request_form (deadline);
      create index request_form_remind_at on request_form (remind_at) where remind_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table request_form add column touched_at timestamptz not null default now(), drop column deadline, drop column remind_at;
      create index request_form_touched_at on request_form (touched_at);
    `);
  }
}
