import { Injectable } from '@nestjs/common';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import { considerSubmission, type FileJudgement } from './consider-submission.js';
import { askFor } from './files-of-conversation.js';
import { Patience } from './patience.js';
import { PersonalData } from './personal-data.js';
import type { Due, DueWork } from './poll.js';
import { lockConversationOf, replyToCitizen } from './reply-to-citizen.js';
import { Territory } from './territory.js';

const reminded = counter('loket_citizens_reminded_total', 'Reminders of what a request still waits for', ['kind']);

/** A file with a document that is still with the gateway is not silent: the network is. */
const isDue = `ask_again_at <= now() and not exists (
  select 1 from document d where d.application_id = application.id and d.state = 'announced')`;

/** A request whose citizen has fallen silent: they are told once what it waits for and until when, before it expires. */
@Injectable()
export class RemindSilent implements DueWork {
  readonly name = 'remind silent citizen';
  readonly everyMs = 5_000;
  private readonly judgement: FileJudgement;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    personalData: PersonalData,
    territory: Territory,
    patience: Patience,
  ) {
    this.judgement = { personalData, territory, patience };
  }

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `select id, traceparent from application where ${isDue} order by ask_again_at limit $1`,
      [limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const conversationId = await lockConversationOf(tx, id);
      const [due] = await tx.query<{ ticket: string; kind: string; deadline: Date }>(
        `update application set ask_again_at = null
          where id = (select id from application where id = $1 and ${isDue} for update skip locked)
          returning ticket, kind, deadline`,
        [id],
      );
      // Who has never written here is told at the counter, or when the request expires.
      if (!due || conversationId === undefined) return;
      const { submitted, missing } = await considerSubmission(tx, id, false, this.judgement);
      if (submitted) return;
      await askFor(tx, id, missing);
      const until = due.deadline.toISOString();
      await replyToCitizen(tx, conversationId, { messageKey: 'still-waiting', ticket: due.ticket, missing, until }, id);
      tx.afterCommit(() => reminded.inc({ kind: due.kind }));
    });
  }
}
