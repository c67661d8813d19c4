import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was given a copy of their data, by whom, and how their identity was seen (UU 27/2022 art. 32). */
export class KeepExports1760000330000 implements MigrationInterface {
  readonly name = 'KeepExports1760000330000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table subject_export (
        id bigint generated always as identity primary key,
        nik_index text not null,
        clerk text not null,
        identity_checked_with text not null,
        at timestamptz not null default now()
      );
      create index subject_export_nik on subject_export (nik_index, at);
      create index application_nik on application (nik_index, created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index application_nik; drop table subject_export');
  }
}
