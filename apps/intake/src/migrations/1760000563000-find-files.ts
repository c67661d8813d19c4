import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A walk through the files looks them up by their key in the store (keys/rewrite-old-keys.ts). */
export class FindFiles1760000563000 implements MigrationInterface {
  readonly name = 'FindFiles1760000563000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index document_store_key on document (store_key) where store_key is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index document_store_key');
  }
}
