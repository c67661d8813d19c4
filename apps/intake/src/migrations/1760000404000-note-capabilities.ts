import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the operator says of what works outside, and what citizens are to read of it. */
export class NoteCapabilities1760000404000 implements MigrationInterface {
  readonly name = 'NoteCapabilities1760000404000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table capability_noted (
      capability text primary key,
      is_down boolean not null,
      since timestamptz not null,
      said_at timestamptz not null,
      public_note text
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table capability_noted');
  }
}
