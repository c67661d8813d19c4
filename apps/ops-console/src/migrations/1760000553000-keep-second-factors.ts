import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes of a phone beside the password, and sessions that still wait for one. */
export class KeepSecondFactors1760000553000 implements MigrationInterface {
  readonly name = 'KeepSecondFactors1760000553000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table second_factor (
        username text primary key references account,
        sealed_secret text not null,
        confirmed_at timestamptz,
        last_step bigint not null default 0,
        recovery text[] not null default '{}'
      );
      alter table session add column awaits_code boolean not null default false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table session drop column awaits_code; drop table second_factor');
  }
}
