import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Half of the requests never waited for anything: the report on holds reads the others, from the index alone. */
export class FindWhatWasHeld1760000556000 implements MigrationInterface {
  readonly name = 'FindWhatWasHeld1760000556000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "create index request_fact_held on request_fact (begun_at) include (office, held) where held <> '{}'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index request_fact_held');
  }
}
