import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was done on a subject's request, with why not where it was not; and who asked whose data was touched. */
export class KeepRights1760000561000 implements MigrationInterface {
  readonly name = 'KeepRights1760000561000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table data_right_act (
        id bigint generated always as identity primary key,
        complaint_id uuid not null references complaint (id),
        application_id uuid not null references application (id),
        act text not null check (act in ('corrected', 'erased', 'kept')),
        -- Which data, as codes: name, phone, documents, particulars …
        what text[] not null,
        -- Why it was not done, where it was not.
        ground text,
        identity_checked_with text not null,
        clerk text not null,
        at timestamptz not null default now(),
        check ((act = 'kept') = (ground is not null))
      );
      create index data_right_act_application on data_right_act (application_id, at);
      create index data_right_act_complaint on data_right_act (complaint_id, at);

      create table touched_query (
        id bigint generated always as identity primary key,
        clerk text not null,
        asked jsonb not null,
        reason text not null,
        at timestamptz not null default now()
      );

      -- Whose data was touched in a time, and by whom (UU 27/2022 art. 46).
      create index document_view_at on document_view (at);
      create index application_history_by_clerk on application_history (at) where clerk is not null;
      create index receipt_print_at on receipt_print (at);
      create index subject_export_at on subject_export (at);
      create index data_right_act_at on data_right_act (at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index document_view_at, application_history_by_clerk, receipt_print_at, subject_export_at;
      drop table touched_query, data_right_act`);
  }
}
