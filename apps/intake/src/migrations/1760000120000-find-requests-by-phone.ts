import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A citizen writes from the number they gave at the counter: their request is found by it. */
export class FindRequestsByPhone1760000120000 implements MigrationInterface {
  readonly name = 'FindRequestsByPhone1760000120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index application_phone on application (phone_index) where phone_index is not null and conversation_id is null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index application_phone');
  }
}
