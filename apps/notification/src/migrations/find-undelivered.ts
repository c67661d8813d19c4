import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News of an office, for its counter; and whether a failed message is still somebody's work. */
export class FindUndelivered1760000000500 implements MigrationInterface {
  readonly name = 'FindUndelivered1760000000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index outgoing_office on outgoing ((variables ->> 'office'), place) where about_kind = 'application';
      create index outgoing_trouble on outgoing (place) where state in ('failed', 'unknown');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index outgoing_trouble; drop index outgoing_office');
  }
}
