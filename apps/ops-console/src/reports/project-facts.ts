import type { WorkingCalendar } from '#civil-registry';
import type { Tx } from '#outbox';
import { requestFact, type ToldEvent } from './request-fact.js';

const columns = `kind, channel, district, office, state, begun_at, submitted_at, complete_since, ended_at, ready_at,
  handed_over_at, recorded_at, corrections, first_time_complete, defects, promised_days, overdue, gross_minutes, net_minutes,
  transit_minutes, held`;

/**
 * Makes the rows of these requests anew from all their announcements. It comes after the projection `application` has taken
 * the requests' rows: two portions with one request so take turns, and the second sees the first one's events.
 */
export async function projectFacts(
  tx: Pick<Tx, 'query'>,
  applicationIds: readonly string[],
  calendar: WorkingCalendar,
): Promise<void> {
  if (applicationIds.length === 0) return;
  const told = await tx.query<ToldEvent & { application_id: string }>(
    `select application_id, type, time, data from event
      where application_id = any($1::uuid[]) and type like 'application.%' and sequence is not null
      order by application_id, sequence`,
    [applicationIds],
  );
  const facts = [...Map.groupBy(told, (one) => one.application_id)].map(([application_id, events]) => ({
    application_id,
    ...requestFact(events, calendar),
  }));
  await tx.query(
    `insert into request_fact (application_id, ${columns})
     select application_id, ${columns}
       from jsonb_populate_recordset(null::request_fact, $1::jsonb)
      order by application_id
     on conflict (application_id) do update set (${columns}) = (${columns
       .split(',')
       .map((column) => `excluded.${column.trim()}`)
       .join(', ')})`,
    [JSON.stringify(facts)],
  );
}

/** The requests whose row some events may change. */
export function requestsOf(
  events: readonly { readonly type: string; readonly application_id: string | null }[],
): string[] {
  const ids = events.flatMap(({ type, application_id }) =>
    type.startsWith('application.') && application_id !== null ? [application_id.toLowerCase()] : [],
  );
  return [...new Set(ids)].toSorted();
}
