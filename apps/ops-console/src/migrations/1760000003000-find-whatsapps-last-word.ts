import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When WhatsApp last said anything is asked with every page; among all events it would be a long search. */
export class FindWhatsappsLastWord1760000003000 implements MigrationInterface {
  readonly name = 'FindWhatsappsLastWord1760000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index event_from_whatsapp on event (time)
      where type in ('whatsapp.message-received', 'whatsapp.status-received')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index event_from_whatsapp');
  }
}
