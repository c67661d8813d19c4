import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a village officer has told in our place, and what the staff must know. No name or number stands here either. */
export class TellPeople1760000000300 implements MigrationInterface {
  readonly name = 'TellPeople1760000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table told_by_relay (
        message_id uuid primary key references outgoing (id),
        told_by text not null,
        told_at timestamptz not null default now()
      );
      create index outgoing_district on outgoing ((variables ->> 'district'), place) where about_kind = 'application';

      create table staff_alert (
        key text primary key,
        role text not null,
        says text not null,
        application_id uuid,
        times int not null default 1,
        opened_at timestamptz not null default now(),
        due_at timestamptz not null,
        mailed_at timestamptz,
        over_at timestamptz
      );
      create index staff_alert_due on staff_alert (due_at) where mailed_at is null and over_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table staff_alert; drop index outgoing_district; drop table told_by_relay');
  }
}
