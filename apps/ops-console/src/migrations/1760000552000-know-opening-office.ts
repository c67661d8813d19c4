import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The office that opened a request goes on seeing it, wherever the card is collected. */
export class KnowOpeningOffice1760000552000 implements MigrationInterface {
  readonly name = 'KnowOpeningOffice1760000552000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table application add column opened_at text');
    await runner.query('create index application_opened_at on application (opened_at, begun_at desc, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table application drop column opened_at');
  }
}
