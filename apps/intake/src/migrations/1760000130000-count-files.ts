import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many files somebody has sent lately is asked with every file. */
export class CountFiles1760000130000 implements MigrationInterface {
  readonly name = 'CountFiles1760000130000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index document_conversation on document (conversation_id, sent_at) where conversation_id is not null',
    );
    // The index above serves these looks as well.
    await runner.query('drop index document_loose');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index document_loose on document (conversation_id, sent_at) where application_id is null',
    );
    await runner.query('drop index document_conversation');
  }
}
