import { Injectable } from '@nestjs/common';
import type { Finding } from '#contracts';
import type { KeptDocument } from '#document-store';
import { Permanent } from '#messaging';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { askFor, keepWaiting } from './files-of-conversation.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { replyToCitizen } from './reply-to-citizen.js';
import { Territory } from './territory.js';

/** Why a file could not be kept, in the words of a finding. */
export type FileProblem = Extract<Finding['defect'], 'wrong-type' | 'too-large' | 'unreadable-file'>;

/** What became of a fetch: the kept bytes, or why there are none. */
export type Fetched = (KeptDocument & { readonly contentType: string }) | { readonly problem: FileProblem };

interface DocumentOfConversation {
  readonly application_id: string | null;
  readonly conversation_id: string;
  readonly ticket: string | null;
  readonly district: string | null;
  readonly state: string | null;
  readonly document_state: string;
  readonly round: number;
}

/** Notes a fetched file on its document, then sees whether the file of its request is whole. */
@Injectable()
export class KeepFetchedDocument {
  private readonly judgement: FileJudgement;

  constructor(
    personalData: PersonalData,
    territory: Territory,
    private readonly patience: Patience,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  /** @returns whether the bytes are needed: the same file sent twice in one round is kept once */
  async keep(tx: Tx, documentId: string, found: Fetched): Promise<boolean> {
    // The conversation before the application: one order of locks everywhere.
    await tx.query(
      'select 1 from conversation where id = (select conversation_id from document where id = $1) for update',
      [documentId],
    );
    const [document] = await tx.query<DocumentOfConversation>(
      `select d.application_id, d.conversation_id, d.round, d.state as document_state, a.ticket, a.district, a.state
         from document d left join application a on a.id = d.application_id where d.id = $1`,
      [documentId],
    );
    if (!document) throw new Permanent('no such document');
    // Deleted by its sender meanwhile.
    if (document.document_state === 'revoked') return false;
    const { application_id: applicationId, conversation_id: conversationId, ticket, district } = document;
    const needed = 'key' in found && !(await isRepeated(tx, documentId, document, found.sha256));
    await note(tx, documentId, found, needed);
    if (!needed) await nameTwin(tx, documentId);
    if (applicationId === null || ticket === null || district === null) return needed;

    describeSpan({ [attribute.applicationId]: applicationId });
    await keepWaiting(tx, { id: applicationId, district }, this.patience);
    const { submitted, missing, pending, asked, taken } = await considerSubmission(
      tx,
      applicationId,
      false,
      this.judgement,
    );
    const waits = document.state === 'draft' || document.state === 'correction_requested';
    // While others are still on their way, the last of them answers for all.
    if (waits && needed && !submitted && pending === 0) {
      const document = taken.find(({ id }) => id === documentId)?.as ?? '';
      const guesses = taken.some(({ by }) => by !== 'name') ? taken.map(({ as }) => as ?? '') : [];
      const others = asked.filter((code) => code !== document);
      await askFor(tx, applicationId, missing);
      await replyToCitizen(
        tx,
        conversationId,
        { messageKey: 'document-received', ticket, document, missing, guesses, others },
        applicationId,
      );
    }
    return needed;
  }
}

async function isRepeated(
  tx: Tx,
  documentId: string,
  document: DocumentOfConversation,
  sha256: string,
): Promise<boolean> {
  const same = await tx.query(
    `select 1 from document where sha256 = $2 and id <> $1 and state = 'kept' and round = $3
        and (application_id = $4 or ($4::uuid is null and application_id is null and conversation_id = $5)) limit 1`,
    [documentId, sha256, document.round, document.application_id, document.conversation_id],
  );
  return same.length > 0;
}

/** The same photo again, named this time: the one that is kept takes the name. */
async function nameTwin(tx: Tx, documentId: string): Promise<void> {
  await tx.query(
    `update document kept set named_as = again.named_as from document again
      where again.id = $1 and again.state = 'repeated' and again.named_as is not null and kept.id <> again.id
        and kept.sha256 = again.sha256 and kept.state = 'kept' and kept.round = again.round
        and (kept.application_id = again.application_id
          or (again.application_id is null and kept.application_id is null and kept.conversation_id = again.conversation_id))`,
    [documentId],
  );
}

async function note(tx: Tx, documentId: string, found: Fetched, needed: boolean): Promise<void> {
  if ('problem' in found) {
    await tx.query("update document set state = 'unusable', file_problem = $2, received_at = now() where id = $1", [
      documentId,
      found.problem,
    ]);
    return;
  }
  await tx.query(
    `update document set state = $2, store_key = $3, content_type = $4, size = $5, sha256 = $6, received_at = now()
      where id = $1`,
    [documentId, needed ? 'kept' : 'repeated', needed ? found.key : null, found.contentType, found.size, found.sha256],
  );
}
