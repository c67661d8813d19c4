import type { DocumentCode } from '#civil-registry';
import { attribute, counter, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { eventKey } from '#whatsapp';
import type { MessageOutcome } from './settle-message.js';
import { finalStates } from './application/application.js';
import { type ApplicationRow, isKept, type KeptRow } from './application/application.row.js';
import { claimRound, considerSubmission, documentCode, type FileJudgement } from './consider-submission.js';
import type { Renaming } from './conversation/read-renaming.js';
import { askFor, keepWaiting } from './files-of-conversation.js';
import { moveApplication } from './move-application.js';
import { replyToCitizen } from './reply-to-citizen.js';
import type { StoredMessage } from './stored-message.js';

const renamed = counter('loket_documents_renamed_total', 'Photos whose sender said what they are, by what followed', [
  'looks',
]);

interface Photo {
  readonly id: string;
  readonly claimed_as: string | null;
  readonly round: number;
}

/**
 * A citizen says what one of their photos is. A file that waits for them is looked at again; one that is being checked is
 * checked anew; later than that the name is noted for whoever decides. The conversation is locked by the caller.
 * @returns undefined where there is no such photo: the text means something else
 */
export async function renameDocument(
  tx: Tx,
  conversationId: string,
  message: StoredMessage,
  renaming: Renaming,
  judgement: FileJudgement,
): Promise<MessageOutcome | undefined> {
  const quoted = await quotedPhoto(tx, message, judgement);
  const row = await requestWithPhotos(tx, conversationId, quoted?.application_id);
  if (!row) return undefined;
  const photos = await photosOf(tx, row.id, quoted?.round);
  const photo = photos.find(({ id }) => id === quoted?.id) ?? photoMeant(photos, renaming);
  if (!photo) return undefined;
  describeSpan({ [attribute.applicationId]: row.id });
  const place = String(photos.indexOf(photo) + 1);
  const { ticket } = row;
  const { is, isNot } = renaming;
  if (is === undefined) {
    const { asked } = await claimRound(tx, row, photo.round, judgement);
    const others = asked.map(({ document }) => document).filter((code) => code !== isNot);
    await replyToCitizen(tx, conversationId, { messageKey: 'which-document', ticket, nth: place, others }, row.id);
    return 'answered';
  }
  await tx.query('update document set named_as = $2 where id = $1', [photo.id, is]);
  // Another photo had been guessed to be this: the two were exchanged.
  await tx.query(
    `update document set asked_as = nullif(asked_as, $3), recognised_as = nullif(recognised_as, $3)
      where application_id = $1 and round = $2 and named_as is null`,
    [row.id, photo.round, is],
  );
  const { looks, missing } = await lookAgain(tx, row, photo, judgement);
  if (looks !== 'anew') {
    const document = documentCode(await claimOf(tx, photo.id)) ?? is;
    if (looks === 'still-open') await askFor(tx, row.id, missing);
    await replyToCitizen(
      tx,
      conversationId,
      { messageKey: 'document-renamed', ticket, nth: place, document, looks, missing: [...missing] },
      row.id,
    );
  }
  tx.afterCommit(() => renamed.inc({ looks }));
  return 'taken';
}

/** The one at the place that is named, else the newest that was taken for what it is not, else the newest. */
function photoMeant(photos: readonly Photo[], { nth, isNot, is }: Renaming): Photo | undefined {
  if (nth !== undefined) return photos[nth - 1];
  const newest = photos.at(-1);
  if (isNot === undefined) return newest;
  return photos.findLast(({ claimed_as }) => claimed_as === isNot) ?? (is === undefined ? undefined : newest);
}

/** What becomes of a file by a name: it is checked anew, waits still for the rest, or is past all that. */
interface Then {
  readonly looks: 'anew' | 'still-open' | 'noted';
  readonly missing: readonly DocumentCode[];
}

async function lookAgain(
  tx: Tx,
  row: ApplicationRow & KeptRow & { readonly now: Date },
  photo: Photo,
  judgement: FileJudgement,
): Promise<Then> {
  if (row.state === 'draft' || row.state === 'correction_requested') {
    // Of an earlier round: under its right name it is handed in again.
    await tx.query('update document set round = $2, superseded = false where id = $1', [photo.id, row.round]);
    await keepWaiting(tx, row, judgement.patience);
    const { submitted, missing } = await considerSubmission(tx, row.id, false, judgement);
    return submitted ? { looks: 'anew', missing: [] } : { looks: 'still-open', missing };
  }
  await claimRound(tx, row, photo.round, judgement);
  await supersedeAnew(tx, row.id);
  const answer = await moveApplication(tx, row.id, { fact: 'documents renamed' }, {}, judgement.patience);
  return { looks: answer?.answer === 'moved' ? 'anew' : 'noted', missing: [] };
}

/** What a later round has renewed is left out: said again from the beginning, since a name has changed. */
async function supersedeAnew(tx: Tx, applicationId: string): Promise<void> {
  await tx.query(
    `update document d set superseded = exists (
       select 1 from document newer where newer.application_id = d.application_id and newer.round > d.round
          and newer.claimed_as = d.claimed_as and newer.state in ('kept', 'unusable'))
      where d.application_id = $1`,
    [applicationId],
  );
}

/** The photo that the citizen's message answers to, where they used "reply". */
async function quotedPhoto(
  tx: Tx,
  { accountId, replyTo }: StoredMessage,
  { personalData }: FileJudgement,
): Promise<{ id: string; application_id: string | null; round: number } | undefined> {
  if (replyTo === undefined) return undefined;
  const [found] = await tx.query<{ id: string; application_id: string | null; round: number }>(
    `select d.id, d.application_id, d.round from document d join webhook_message m on m.id = d.message_id where m.event_key = $1`,
    [personalData.index('event', eventKey('message', accountId, { ids: [replyTo] }))],
  );
  return found;
}

/** The request whose photos somebody speaks of: the one of the quoted photo, else the newest that is under way. */
async function requestWithPhotos(
  tx: Tx,
  conversationId: string,
  quoted: string | null | undefined,
): Promise<(ApplicationRow & KeptRow & { readonly now: Date }) | undefined> {
  const [row] = await tx.query<ApplicationRow & { readonly now: Date }>(
    `select *, now() as now from application
      where conversation_id = $1 and state <> all($2::text[]) and ($3::uuid is null or id = $3)
        and exists (select 1 from document d where d.application_id = application.id and d.state in ('announced', 'kept', 'unusable'))
      order by last_moved_at desc, created_at desc limit 1 for update`,
    [conversationId, finalStates, quoted ?? null],
  );
  return row && isKept(row) ? row : undefined;
}

/** The photos of one round, the newest that has any unless another is given, in the order in which they were sent. */
async function photosOf(tx: Tx, applicationId: string, round: number | undefined): Promise<Photo[]> {
  return tx.query<Photo>(
    `select id, claimed_as, round from document
      where application_id = $1 and state in ('announced', 'kept', 'unusable')
        and round = coalesce($2, (select max(round) from document where application_id = $1 and state in ('announced', 'kept', 'unusable')))
      order by sent_at, seq`,
    [applicationId, round ?? null],
  );
}

async function claimOf(tx: Tx, documentId: string): Promise<string | null> {
  const [row] = await tx.query<{ claimed_as: string | null }>('select claimed_as from document where id = $1', [
    documentId,
  ]);
  return row?.claimed_as ?? null;
}
