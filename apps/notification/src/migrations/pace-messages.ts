import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a message is due, when a lane is to be looked at for it, and what the gateway's pair rate still has to work off. */
export class PaceMessages1760000000200 implements MigrationInterface {
  readonly name = 'PaceMessages1760000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table outgoing add column due_at timestamptz not null default now();
      alter table subject add column told_at timestamptz;
      alter table lane add column look_at timestamptz, add column pair_until timestamptz;
      create index lane_look_at on lane (look_at) where look_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lane drop column look_at, drop column pair_until;
      alter table subject drop column told_at;
      alter table outgoing drop column due_at;
    `);
  }
}
