import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What first brought somebody here, where a link of the office did; and since when a village officer wants the office's news,
 * with the number of the last one they were sent.
 */
export class NameSources1760000571000 implements MigrationInterface {
  readonly name = 'NameSources1760000571000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table conversation
        add column source text,
        add column bulletins_since timestamptz,
        add column last_bulletin int not null default 0;
      create index conversation_bulletins on conversation (last_bulletin) where bulletins_since is not null;
      create table bulletin (
        number int primary key,
        asked_by text not null,
        asked_at timestamptz not null default now()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table bulletin;
      alter table conversation drop column source, drop column bulletins_since, drop column last_bulletin;
    `);
  }
}
