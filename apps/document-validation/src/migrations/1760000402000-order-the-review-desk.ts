import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What orders a reviewer's day, and the refusal that waits for a second person. */
export class OrderTheReviewDesk1760000402000 implements MigrationInterface {
  readonly name = 'OrderTheReviewDesk1760000402000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table application add column promised_for timestamptz;
      alter table review add column promised_for timestamptz,
        add column proposed jsonb, add column proposed_by text, add column proposed_at timestamptz,
        add check ((proposed is null) = (proposed_by is null) and (proposed is null) = (proposed_at is null));
      create index review_promised on review (coalesce(promised_for, timestamptz '9999-12-31 00:00:00+00'), opened_at, id)
        where closed_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table review drop column promised_for, drop column proposed, drop column proposed_by, drop column proposed_at;
      alter table application drop column promised_for`);
  }
}
