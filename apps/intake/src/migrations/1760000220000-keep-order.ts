import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages of one person are answered in the order they were written; receipts are written down. */
export class KeepOrder1760000220000 implements MigrationInterface {
  readonly name = 'KeepOrder1760000220000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Who wrote it, by fingerprint, and its place in the post that brought it.
      alter table webhook_message add column sender_index text, add column place int not null default 0;
      create index webhook_message_sender on webhook_message (sender_index, received_at)
        where sender_index is not null and sealed_event is not null;

      -- Who made a receipt, which opens the tracking page (UU 27/2022 art. 32).
      create table receipt_print (
        id bigint generated always as identity primary key,
        application_id uuid not null references application (id),
        clerk text not null,
        at timestamptz not null default now()
      );
      create index receipt_print_application on receipt_print (application_id, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table receipt_print;
      alter table webhook_message drop column sender_index, drop column place`);
  }
}
