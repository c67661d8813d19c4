import type { MigrationInterface, QueryRunner } from 'typeorm';

const ended = "state in ('handed_over', 'rejected', 'withdrawn', 'expired')";

/**
 * Personal data ends: pictures and particulars of a request are erased so long after it has ended, unless somebody has a
 * reason in law to keep them. What stays of a request names nobody: its kind, its place, its dates.
 */
export class EndOfKeeping1760000560000 implements MigrationInterface {
  readonly name = 'EndOfKeeping1760000560000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table application
        alter column sealed_nik drop not null, alter column nik_index drop not null,
        alter column sealed_family_card drop not null, alter column sealed_name drop not null,
        alter column sealed_tracking_code drop not null,
        add column pictures_erased_at timestamptz,
        add column particulars_erased_at timestamptz,
        add check (particulars_erased_at is not null or (sealed_nik is not null and nik_index is not null
          and sealed_family_card is not null and sealed_name is not null and sealed_tracking_code is not null)),
        add check (particulars_erased_at is null or coalesce(sealed_nik, nik_index, sealed_family_card, sealed_name,
          sealed_tracking_code, sealed_phone, phone_index, village) is null);
      create index application_pictures_end on application (last_moved_at) where pictures_erased_at is null and ${ended};
      create index application_particulars_end on application (last_moved_at)
        where particulars_erased_at is null and ${ended};

      alter table document drop constraint document_state_check;
      alter table document add constraint document_state_check
        check (state in ('announced', 'kept', 'unusable', 'repeated', 'revoked', 'erased'));
      create index document_loose on document (received_at) where application_id is null and state <> 'erased';

      -- Files whose rows are gone: removed from the store after the commit, again and again until it has worked.
      create table file_to_remove (store_key text primary key, since timestamptz not null default now());
      create index file_to_remove_since on file_to_remove (since);

      -- Who has a reason in law that something is kept (a dispute, an investigation), for one request or one person.
      create table legal_hold (
        id uuid primary key,
        application_id uuid references application (id),
        nik_index text,
        sealed_reason text not null,
        placed_by text not null,
        placed_at timestamptz not null default now(),
        lifted_by text,
        lifted_at timestamptz,
        check (application_id is not null or nik_index is not null),
        check ((lifted_by is null) = (lifted_at is null))
      );
      create index legal_hold_listed on legal_hold (placed_at desc, id desc);
      create index legal_hold_application on legal_hold (application_id) where lifted_at is null;
      create index legal_hold_person on legal_hold (nik_index) where lifted_at is null and nik_index is not null;

      -- A citizen who has not written for so long is forgotten; the row stays for what hangs on it.
      alter table conversation add column forgotten_at timestamptz;
      create index conversation_end on conversation (last_inbound_at) where forgotten_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index conversation_end, document_loose;
      alter table conversation drop column forgotten_at;
      drop table legal_hold, file_to_remove;
      alter table document drop constraint document_state_check;
      update document set state = 'revoked' where state = 'erased';
      alter table document add constraint document_state_check
        check (state in ('announced', 'kept', 'unusable', 'repeated', 'revoked'));
      alter table application drop column pictures_erased_at, drop column particulars_erased_at`);
  }
}
