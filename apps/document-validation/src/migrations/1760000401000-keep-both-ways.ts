import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the other way of the link answered, where both were asked. */
export class KeepBothWays1760000401000 implements MigrationInterface {
  readonly name = 'KeepBothWays1760000401000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table register_answer add column other_way jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table register_answer drop column other_way');
  }
}
