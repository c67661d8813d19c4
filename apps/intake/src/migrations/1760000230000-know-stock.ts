import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest that printing said of each office's stock: a row an office and item, so never more than a few dozen. */
export class KnowStock1760000230000 implements MigrationInterface {
  readonly name = 'KnowStock1760000230000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table stock_seen (
        office text not null,
        item text not null,
        level text not null check (level in ('enough', 'low', 'out')),
        since timestamptz not null,
        primary key (office, item)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table stock_seen');
  }
}
