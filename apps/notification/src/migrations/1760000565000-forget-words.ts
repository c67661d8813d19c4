import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A clerk's own words end with their time (delivery/forget-words.ts). */
export class ForgetWords1760000565000 implements MigrationInterface {
  readonly name = 'ForgetWords1760000565000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index outgoing_words on outgoing (created_at) where sealed_text is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index outgoing_words');
  }
}
