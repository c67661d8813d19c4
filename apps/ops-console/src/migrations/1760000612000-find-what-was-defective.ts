import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two of three files have no defect: the report on defects reads the others, and counts the files, from indexes alone. */
export class FindWhatWasDefective1760000612000 implements MigrationInterface {
  readonly name = 'FindWhatWasDefective1760000612000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index request_fact_defective on request_fact (begun_at) include (office, defects)
        where defects <> '{}' and first_time_complete is not null;
      create index request_fact_judged on request_fact (begun_at) include (office) where first_time_complete is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index request_fact_defective; drop index request_fact_judged');
  }
}
