import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A million events, a few hundred of them outages: their history is read from these two small indexes. */
export class FindOutages1760000601000 implements MigrationInterface {
  readonly name = 'FindOutages1760000601000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index event_link_lost on event (time desc, id desc) where type = 'link.lost';
      create index event_link_restored on event ((data->>'link'), (data->>'way'), (data->>'seenBy'), time)
        where type = 'link.restored';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index event_link_restored; drop index event_link_lost');
  }
}
