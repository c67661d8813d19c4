import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people look at instead of the file that was sent: a picture a page, drawn by document-validation. */
export class KeepSafeCopies1760000520000 implements MigrationInterface {
  readonly name = 'KeepSafeCopies1760000520000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table document_copy (
        document_id uuid not null references document (id) on delete cascade,
        page int not null check (page >= 1),
        pages int not null check (pages >= page),
        store_key text not null,
        size int not null,
        kept_at timestamptz not null default now(),
        primary key (document_id, page)
      );
      -- The antivirus has found something: given to nobody from then on.
      alter table document add column quarantined_at timestamptz;
      create index document_original on document (received_at) where store_key is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index document_original; alter table document drop column quarantined_at; drop table document_copy',
    );
  }
}
