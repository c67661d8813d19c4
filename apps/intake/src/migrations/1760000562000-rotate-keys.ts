import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far what lies under an older data key is written anew under the newest one, a row a place and key. */
export class RotateKeys1760000562000 implements MigrationInterface {
  readonly name = 'RotateKeys1760000562000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table key_rewrite (
        place text not null,
        key_id text not null,
        -- The last row that was looked at, in the order of the place's own key.
        after text not null default '',
        begun_at timestamptz not null default now(),
        done_at timestamptz,
        primary key (place, key_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table key_rewrite');
  }
}
