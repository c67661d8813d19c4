import type { Tx } from '#outbox';

/** Who has been asked within so many days is not asked again about another request. */
const restDays = 90;

/**
 * Plans the survey of a request whose card was handed over. Who never wrote here cannot answer and is not asked; a request
 * has one survey for ever.
 */
export async function planSurvey(tx: Tx, applicationId: string, afterMinutes: number): Promise<void> {
  await tx.query(
    `insert into survey (application_id, conversation_id, ask_at)
     select a.id, a.conversation_id, now() + make_interval(mins => $2)
       from application a
      where a.id = $1 and a.state = 'handed_over' and a.conversation_id is not null
        and not exists (select 1 from survey s
                         where s.conversation_id = a.conversation_id and s.planned_at > now() - make_interval(days => $3))
     on conflict do nothing`,
    [applicationId, afterMinutes, restDays],
  );
}
