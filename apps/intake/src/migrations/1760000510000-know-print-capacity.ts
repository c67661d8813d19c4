import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each office prints a day, as printing has said last. */
export class KnowPrintCapacity1760000510000 implements MigrationInterface {
  readonly name = 'KnowPrintCapacity1760000510000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table print_capacity (office text primary key, cards_per_day int not null, said_at timestamptz not null)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table print_capacity');
  }
}
