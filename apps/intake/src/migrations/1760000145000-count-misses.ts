import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many messages in a row were not understood: after two, a person is named. */
export class CountMisses1760000145000 implements MigrationInterface {
  readonly name = 'CountMisses1760000145000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table conversation add column misses integer not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table conversation drop column misses');
  }
}
