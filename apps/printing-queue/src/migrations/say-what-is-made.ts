import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The capacity that was said last of each office, so that only another number is said. */
export class SayWhatIsMade1764100510000 implements MigrationInterface {
  readonly name = 'SayWhatIsMade1764100510000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table capacity_said (office text primary key, cards_per_day int not null check (cards_per_day >= 0), said_at timestamptz not null)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table capacity_said');
  }
}
