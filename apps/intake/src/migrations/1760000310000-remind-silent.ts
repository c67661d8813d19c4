import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A silent citizen is reminded once before the request expires. What waits already is reminded three days from now. */
export class RemindSilent1760000310000 implements MigrationInterface {
  readonly name = 'RemindSilent1760000310000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table application add column ask_again_at timestamptz;
      update application set ask_again_at = now() + interval '3 days' where deadline > now() + interval '3 days';
      create index application_ask_again_at on application (ask_again_at) where ask_again_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table application drop column ask_again_at');
  }
}
