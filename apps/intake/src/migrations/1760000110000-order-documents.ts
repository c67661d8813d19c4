import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A gateway's times are whole seconds: photos of one second keep the order in which they came. */
export class OrderDocuments1760000110000 implements MigrationInterface {
  readonly name = 'OrderDocuments1760000110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table document add column seq bigint generated always as identity');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table document drop column seq');
  }
}
