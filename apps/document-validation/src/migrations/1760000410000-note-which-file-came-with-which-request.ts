import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The same file for two people is a doubt: a file's hash and the requests it came with, no person. */
export class NoteWhichFileCameWithWhichRequest1760000410000 implements MigrationInterface {
  readonly name = 'NoteWhichFileCameWithWhichRequest1760000410000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table document_sight (
        sha256 text not null,
        application_id uuid not null,
        seen_at timestamptz not null default now(),
        primary key (sha256, application_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table document_sight');
  }
}
