import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A photo that its sender deletes before the file is handed in counts no more; its row stays. */
export class TakePhotosBack1760000320000 implements MigrationInterface {
  readonly name = 'TakePhotosBack1760000320000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table document drop constraint document_state_check;
      alter table document add constraint document_state_check
        check (state in ('announced', 'kept', 'unusable', 'repeated', 'revoked'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update document set state = 'repeated' where state = 'revoked';
      alter table document drop constraint document_state_check;
      alter table document add constraint document_state_check
        check (state in ('announced', 'kept', 'unusable', 'repeated'))`);
  }
}
