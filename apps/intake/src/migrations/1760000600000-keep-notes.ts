import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What staff write down about a request. It ends with the particulars of the request (retention/erase-request.ts). */
export class KeepNotes1760000600000 implements MigrationInterface {
  readonly name = 'KeepNotes1760000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table application_note (
        id uuid primary key,
        application_id uuid not null references application (id) on delete cascade,
        sealed_words text not null,
        clerk text not null,
        at timestamptz not null default now()
      );
      create index application_note_newest on application_note (application_id, at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table application_note');
  }
}
