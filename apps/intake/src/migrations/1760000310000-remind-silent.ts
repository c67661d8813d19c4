import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A silent citizen is reminded once before the request expires. What waits already is reminded three days from now. */
export class RemindSilent1760000310000 implements MigrationInterface {
  readonly name = 'RemindSilent1760000310000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table application add column remind_at timestamptz;
      update application set remind_at = now() + interval '3 days' where deadline > now() + interval '3 days';
      create index application_remind_at on application (remind_at) where remind_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table application drop column remind_at');
  }
}
