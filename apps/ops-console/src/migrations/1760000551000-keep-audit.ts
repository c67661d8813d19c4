import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has seen or done what: a chain of hashes that the console itself may only lengthen. */
export class KeepAudit1760000551000 implements MigrationInterface {
  readonly name = 'KeepAudit1760000551000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_entry (
        number bigint primary key check (number > 0),
        at timestamptz(3) not null,
        actor text not null,
        roles text[] not null,
        office text,
        act text not null,
        subject text,
        previous text not null,
        hash text not null
      );
      create index audit_entry_of_subject on audit_entry (subject, number desc) where subject is not null;
      create index audit_entry_of_actor on audit_entry (actor, number desc);
    `);
    await runner.query(appendOnly);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_entry');
  }
}

const appendOnly = `
  do $$
  declare app text := regexp_replace(current_user, '_owner$', '_app');
  begin
    if app <> current_user and exists (select 1 from pg_roles where rolname = app) then
      execute format('revoke update, delete, truncate on audit_entry from %I', app);
    end if;
  end $$;`;
