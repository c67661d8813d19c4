import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A new data key walks through the files by their keys, and asks of each whether anything still names it. */
export class FindCopies1760000521000 implements MigrationInterface {
  readonly name = 'FindCopies1760000521000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create unique index document_copy_store_key on document_copy (store_key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index document_copy_store_key');
  }
}
