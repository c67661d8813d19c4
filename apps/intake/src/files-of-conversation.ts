import { randomUUID } from 'node:crypto';
import type { DocumentCode } from '#civil-registry';
import { WhatsappMediaAnnounced } from '#contracts';
import type { Tx } from '#outbox';
import type { MediaContent } from '#whatsapp';
import type { ApplicationRow } from './application/application.row.js';
import { moveApplication } from './move-application.js';
import type { Patience } from './patience.js';
import type { StoredMessage } from './stored-message.js';

export type File = Pick<ApplicationRow, 'id' | 'ticket' | 'state' | 'district'>;

/**
 * The file that waits for this citizen: their newest draft, or what a correction asked for.
 * @param ticket the one they name, where they do
 */
export async function openFileOf(tx: Tx, conversationId: string, ticket?: string): Promise<File | undefined> {
  const [file] = await tx.query<File>(
    `select id, ticket, state, district from application
      where conversation_id = $1 and state in ('draft', 'correction_requested')
      order by (ticket = $2) desc nulls last, last_moved_at desc, created_at desc limit 1`,
    [conversationId, ticket ?? null],
  );
  return file;
}

/**
 * The file a photo belongs to: what waits for the citizen, else their newest request under way, else an expired one,
 * which wakes up with its history.
 */
export async function fileOf(
  tx: Tx,
  conversationId: string,
  patience: Patience,
  ticket?: string,
): Promise<File | undefined> {
  const waiting = await openFileOf(tx, conversationId, ticket);
  if (waiting) return waiting;
  const [other] = await tx.query<File>(
    `select id, ticket, state, district from application
      where conversation_id = $1 and state not in ('handed_over', 'rejected', 'withdrawn')
        and (state <> 'expired' or last_moved_at > now() - interval '90 days')
        -- Somebody may have begun the same request anew meanwhile: that one is the open one.
        and not (state = 'expired' and exists (select 1 from application o where o.nik_index = application.nik_index
              and o.kind = application.kind and o.state not in ('handed_over', 'rejected', 'withdrawn', 'expired')))
      order by state = 'expired', last_moved_at desc limit 1`,
    [conversationId],
  );
  if (other?.state === 'expired') await moveApplication(tx, other.id, { fact: 'document again' }, {}, patience);
  return other;
}

/** A request takes the photos that came shortly before it (domain 7.2). */
export async function adoptLooseDocuments(tx: Tx, conversationId: string, applicationId: string): Promise<void> {
  await tx.query(
    `update document set application_id = $2, round = (select round from application where id = $2)
      where conversation_id = $1 and application_id is null and state <> 'revoked' and sent_at > now() - interval '1 day'`,
    [conversationId, applicationId],
  );
  await tx.query('update conversation set ask_service_at = null where id = $1', [conversationId]);
}

/** Whether somebody has sent more files within the hour than an office can want. */
export async function sendsTooMuch(tx: Tx, conversationId: string, filesPerHour: number): Promise<boolean> {
  const [row] = await tx.query<{ files: number }>(
    "select count(*)::int as files from document where conversation_id = $1 and sent_at > now() - interval '1 hour'",
    [conversationId],
  );
  return (row?.files ?? 0) >= filesPerHour;
}

/** Notes a file that is still with the gateway and has it fetched. */
export async function announceDocument(
  tx: Tx,
  about: {
    readonly message: StoredMessage;
    readonly conversationId: string;
    readonly applicationId: string | null;
    readonly namedAs: DocumentCode | null;
    readonly media: MediaContent;
  },
): Promise<void> {
  const documentId = randomUUID();
  const askedAs = await answersQuestion(tx, about);
  await tx.query(
    `insert into document (id, application_id, conversation_id, message_id, named_as, asked_as, round, state, content_type, sent_at)
     values ($1, $2, $3, $4, $5, $8, coalesce((select round from application where id = $2), 0), 'announced', $6, $7)`,
    [
      documentId,
      about.applicationId,
      about.conversationId,
      about.message.id,
      about.namedAs,
      about.media.mimeType?.slice(0, 100).replaceAll('\u0000', '') ?? null,
      about.message.occurredAt,
      askedAs,
    ],
  );
  await tx.emit(WhatsappMediaAnnounced, { messageId: about.message.id, documentId });
}

/** What a request's citizen is asked for next: the photo that comes without a word after this is that document. */
export async function askFor(tx: Tx, applicationId: string, missing: readonly DocumentCode[]): Promise<void> {
  await tx.query('update application set asking_for = $2, asking_since = clock_timestamp() where id = $1', [
    applicationId,
    missing[0] ?? null,
  ]);
}

/**
 * What had been asked for when a photo was sent that nobody named. The question is answered by it, or by a photo that is
 * named so; a photo that was under way before the question answers none. A gateway's times are whole seconds.
 */
async function answersQuestion(
  tx: Tx,
  {
    applicationId,
    namedAs,
    message,
  }: { applicationId: string | null; namedAs: DocumentCode | null; message: StoredMessage },
): Promise<string | null> {
  if (applicationId === null) return null;
  const [asked] = await tx.query<{ document: string }>(
    `with asked as (
       select id, asking_for from application
        where id = $1 and asking_since >= last_moved_at and asking_since < $2::timestamptz + interval '1 second'
          and asking_for = coalesce($3, asking_for) for update)
     update application set asking_for = null from asked where application.id = asked.id returning asked.asking_for as document`,
    [applicationId, message.occurredAt, namedAs],
  );
  return namedAs === null ? (asked?.document ?? null) : null;
}

/** The citizen is at it: the file is taken as sent only when it has gone quiet, and the silence counts from now. */
export async function keepWaiting(
  tx: Tx,
  { id, district }: Pick<ApplicationRow, 'id' | 'district'>,
  patience: Patience,
): Promise<void> {
  const { expireAfterDays, remindAfterDays } = patience.silenceIn(district);
  await tx.query(
    `update application set
       quiet_at = case when exists (select 1 from document d where d.application_id = application.id and d.round = application.round)
                       then now() + $2::float8 * interval '1 second' end,
       deadline = now() + $3::float8 * interval '1 day', ask_again_at = now() + $4::float8 * interval '1 day'
      where id = $1 and state in ('draft', 'correction_requested')`,
    [id, patience.submitQuietSeconds, expireAfterDays, remindAfterDays],
  );
}
