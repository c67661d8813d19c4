import { Injectable } from '@nestjs/common';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import type { MessageOutcome } from './settle-message.js';
import type { ApplicationRow } from './application/application.row.js';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { askFor, keepWaiting } from './files-of-conversation.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import { replyToCitizen } from './reply-to-citizen.js';
import { Territory } from './territory.js';

interface Photo {
  readonly id: string;
  readonly application_id: string | null;
  readonly state: string;
  readonly is_handed_in: boolean;
}

/** A photo whose sender has deleted it: it counts no more while its file is not handed in, and stays evidence after that. */
@Injectable()
export class TakePhotoBack {
  private readonly judgement: FileJudgement;

  constructor(
    personalData: PersonalData,
    territory: Territory,
    private readonly patience: Patience,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  /** The conversation is locked by the caller. */
  async take(tx: Tx, messageId: string, conversationId: string): Promise<MessageOutcome | 'no photo'> {
    const [photo] = await tx.query<Photo>(
      `select d.id, d.application_id, d.state, coalesce(d.round < a.round or a.state not in ('draft', 'correction_requested'), false) as is_handed_in
         from document d left join application a on a.id = d.application_id where d.message_id = $1`,
      [messageId],
    );
    if (!photo) return 'no photo';
    if (photo.state === 'revoked') return 'filed';
    if (photo.application_id === null) {
      await revoke(tx, photo.id);
      return 'filed';
    }
    describeSpan({ [attribute.applicationId]: photo.application_id });
    const [file] = await tx.query<Pick<ApplicationRow, 'id' | 'ticket' | 'district'>>(
      'select id, ticket, district from application where id = $1 for update',
      [photo.application_id],
    );
    if (!file) return 'filed';
    const { id, ticket } = file;
    if (photo.is_handed_in) {
      await replyToCitizen(tx, conversationId, { messageKey: 'change-noted', change: 'revoke', ticket }, id);
      return 'answered';
    }
    await revoke(tx, photo.id);
    await keepWaiting(tx, file, this.patience);
    const { submitted, missing } = await considerSubmission(tx, id, false, this.judgement);
    if (submitted) return 'taken';
    await askFor(tx, id, missing);
    await replyToCitizen(tx, conversationId, { messageKey: 'photo-taken-back', ticket, missing }, id);
    return 'taken';
  }
}

/** Where the same photo was sent twice, one of the two goes and the kept one stays. */
async function revoke(tx: Tx, documentId: string): Promise<void> {
  await tx.query(
    `update document set state = 'revoked', claimed_as = null, claimed_by = null where id = coalesce(
       (select twin.id from document one join document twin on twin.sha256 = one.sha256 and twin.id <> one.id
           and twin.round = one.round and twin.conversation_id = one.conversation_id
           and twin.application_id is not distinct from one.application_id
         where one.id = $1 and one.state = 'kept' and twin.state = 'repeated' limit 1), $1)`,
    [documentId],
  );
}
