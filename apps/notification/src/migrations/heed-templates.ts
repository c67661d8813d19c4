import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which templates Meta lets us use, and who is telling the staff just now. */
export class HeedTemplates1760000000400 implements MigrationInterface {
  readonly name = 'HeedTemplates1760000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table template_standing (
        template text primary key,
        is_usable boolean not null,
        since timestamptz not null
      );
      alter table staff_alert rename column mailed_at to told_at;
      alter table staff_alert add column claimed_until timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table staff_alert drop column claimed_until;
      alter table staff_alert rename column told_at to mailed_at;
      drop table template_standing;
    `);
  }
}
