import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The safe copies are walked through by their key in the store as well. */
export class FindCopies1760000564000 implements MigrationInterface {
  readonly name = 'FindCopies1760000564000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index document_copy_store_key on document_copy (store_key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index document_copy_store_key');
  }
}
