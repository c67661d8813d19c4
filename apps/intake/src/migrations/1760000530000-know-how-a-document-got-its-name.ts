import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A photo that nobody named answers the question before it, or says itself what it is; how it got its name is kept. */
export class KnowHowADocumentGotItsName1760000530000 implements MigrationInterface {
  readonly name = 'KnowHowADocumentGotItsName1760000530000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table document
        -- What the citizen had been asked for when it came.
        add column asked_as text,
        -- What its own words say it is, where the reading of text is on.
        add column recognised_as text,
        -- How it came to be claimed_as.
        add column claimed_by text check (claimed_by in ('name', 'content', 'question', 'order'));
      update document set claimed_by = case when named_as is not null then 'name' else 'order' end where claimed_as is not null;
      alter table application
        -- The document asked for last and not answered yet, and since when.
        add column asking_for text,
        add column asking_since timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table application drop column asking_since, drop column asking_for;
      alter table document drop column claimed_by, drop column recognised_as, drop column asked_as;
    `);
  }
}
