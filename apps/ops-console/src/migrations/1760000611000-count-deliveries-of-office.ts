import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The report on messages reads its index alone for one office too: whose request a message is about stands in it. */
export class CountDeliveriesOfOffice1760000611000 implements MigrationInterface {
  readonly name = 'CountDeliveriesOfOffice1760000611000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index message_counted on message (at) include (fact, state, about);
      drop index message_at;
      create index request_fact_of_office on request_fact (office, application_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index message_at on message (at, fact, state); drop index message_counted; drop index request_fact_of_office',
    );
  }
}
