import { type DataOf, PersonalDataErased } from '#contracts';
import { attribute, counter, describeSpan } from '#observability';
import type { Tx } from '#outbox';

type Erased = DataOf<typeof PersonalDataErased>;

/** Why something ends: its time is over, or its subject asked (UU 27/2022 art. 8, 43). */
export type Because = 'retention' | 'subject-request';

const erased = counter('loket_personal_data_erased_total', 'Personal data erased, by class and by why', [
  'what',
  'because',
]);

/** Counts what has been erased once the transaction holds. */
export function countErased(
  tx: Tx,
  what: 'documents' | 'originals' | 'particulars' | 'contact' | 'messages',
  because: Because,
  pieces: number,
): void {
  if (pieces > 0) tx.afterCommit(() => erased.inc({ what, because }, pieces));
}

/**
 * Erases the documents of a request: rows stay without hash and key, the files go after the commit (remove-erased-files.ts).
 * The caller holds the request's lock and has seen that nothing keeps it.
 */
export async function erasePictures(tx: Tx, applicationId: string, because: Because): Promise<void> {
  describeSpan({ [attribute.applicationId]: applicationId });
  const [row] = await tx.query<{ files: number }>(
    `with copies as (
       delete from document_copy where document_id in (select id from document where application_id = $1) returning store_key),
     gone as (
       select store_key from document where application_id = $1 and store_key is not null union all select store_key from copies),
     listed as (insert into file_to_remove (store_key) select store_key from gone on conflict do nothing),
     emptied as (
       update document set state = 'erased', store_key = null, sha256 = null, size = null, superseded = true
        where application_id = $1 and state <> 'erased'),
     noted as (update application set pictures_erased_at = coalesce(pictures_erased_at, now()) where id = $1)
     select count(*)::int as files from gone`,
    [applicationId],
  );
  const files = row?.files ?? 0;
  await tx.emit<Erased>(PersonalDataErased, { applicationId, what: 'documents', because, files });
  countErased(tx, 'documents', because, files);
}

/** Erases who made a request, and what staff wrote of them. Its kind, place and dates stay: they are the office's statistics and name nobody. */
export async function eraseParticulars(tx: Tx, applicationId: string, because: Because): Promise<void> {
  describeSpan({ [attribute.applicationId]: applicationId });
  await tx.query(
    `update application set particulars_erased_at = now(), sealed_nik = null, nik_index = null, sealed_family_card = null,
            sealed_name = null, sealed_phone = null, phone_index = null, sealed_tracking_code = null, village = null,
            conversation_id = null, request_digest = null, idempotency_key = null, married = null, card_from = null,
            ask_again_at = null, deadline = null, quiet_at = null
      where id = $1`,
    [applicationId],
  );
  await tx.query('delete from application_note where application_id = $1', [applicationId]);
  await tx.query('update complaint set application_id = null where application_id = $1 and closed_at is not null', [
    applicationId,
  ]);
  await tx.emit<Erased>(PersonalDataErased, { applicationId, what: 'particulars', because, files: 0 });
  countErased(tx, 'particulars', because, 1);
}
