import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keyed fingerprints of the words of a name, so that a clerk finds a request by it without the name lying open in a table. A name
 * that changes, by whatever hand, loses its fingerprints and gets new ones.
 */
export class FindByName1760000555000 implements MigrationInterface {
  readonly name = 'FindByName1760000555000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table application add column name_index text[];
      create index application_name on application using gin (name_index);
      create index application_name_to_index on application (created_at) where name_index is null;
      create function forget_name_index() returns trigger language plpgsql as $$
        begin
          new.name_index := null;
          return new;
        end $$;
      create trigger application_name_changed before update of sealed_name on application
        for each row when (new.sealed_name is distinct from old.sealed_name) execute function forget_name_index();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger application_name_changed on application;
      drop function forget_name_index;
      alter table application drop column name_index;
    `);
  }
}
