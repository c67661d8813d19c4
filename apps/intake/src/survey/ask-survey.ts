import { Injectable } from '@nestjs/common';
import { SurveyAsked } from '#contracts';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { ApplicationRow } from '../application/application.row.js';
import { lockConversationOf, replyToCitizen } from '../reply-to-citizen.js';
import type { Due, DueWork } from '../poll.js';

export const surveys = counter('loket_surveys_total', 'Surveys after the hand-over, by what became of them', [
  'outcome',
]);

/** While a person of the staff answers, the machine asks nothing. */
const isDue = `s.ask_at <= now() and s.asked_at is null and not exists (
  select 1 from handover h where h.conversation_id = s.conversation_id and h.closed_at is null)`;

/** Some time after the hand-over the citizen is asked nine questions in one message, once. */
@Injectable()
export class AskSurvey implements DueWork {
  readonly name = 'ask survey';
  readonly everyMs = 5_000;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  find(limit: number): Promise<Due[]> {
    return this.dataSource.query(
      `select s.application_id as id, a.traceparent from survey s join application a on a.id = s.application_id
        where ${isDue} order by s.ask_at limit $1`,
      [limit],
    );
  }

  handle(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const conversationId = await lockConversationOf(tx, id);
      const asked = await tx.query(
        `update survey set asked_at = now()
          where application_id = (select s.application_id from survey s where s.application_id = $1 and ${isDue}
                                     for update skip locked)
          returning 1`,
        [id],
      );
      if (asked.length === 0 || conversationId === undefined) return;
      const about = await aboutOf(tx, id);
      await replyToCitizen(tx, conversationId, { messageKey: 'ask-survey', ticket: about.ticket }, id);
      await tx.emit(SurveyAsked, about.facts);
      tx.afterCommit(() => surveys.inc({ outcome: 'asked' }));
    });
  }
}

type About = Pick<ApplicationRow, 'ticket' | 'kind' | 'channel' | 'district' | 'office'>;

/** What the reports tell surveys apart by. */
export async function aboutOf(tx: Parameters<typeof lockConversationOf>[0], applicationId: string) {
  const [row] = await tx.query<About>('select ticket, kind, channel, district, office from application where id = $1', [
    applicationId,
  ]);
  if (!row) throw new Error('a survey without its request');
  const { ticket, kind, channel, district, office } = row;
  return { ticket, facts: { applicationId, kind, channel, district, office } };
}
