import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the operator has said of what works outside: one row each, the history is in the events. */
export class KeepCapabilities1760000403000 implements MigrationInterface {
  readonly name = 'KeepCapabilities1760000403000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table capability (
      capability text primary key,
      state text not null check (state in ('up', 'down')),
      since timestamptz not null,
      public_note text,
      set_by text not null
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table capability');
  }
}
