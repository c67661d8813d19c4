import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A printer reports its own faults: in its log, and since when its station cannot print for it. */
export class ReportFaults1764100511000 implements MigrationInterface {
  readonly name = 'ReportFaults1764100511000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table asset_entry add column reported text;
      comment on column asset_entry.reported is 'the fault in the word of the machine that reported it; null where a person did';
      alter table station add column fault text, add column fault_since timestamptz,
        add check ((fault is null) = (fault_since is null));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table station drop column fault_since, drop column fault;
      alter table asset_entry drop column reported;
    `);
  }
}
