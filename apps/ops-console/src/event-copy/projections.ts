import type { WorkingCalendar } from '#civil-registry';
import type { Tx } from '#outbox';
import { projectFacts } from '../reports/project-facts.js';

interface Projection {
  /** Which events it is made from, by their type: the statement is run where there are some. */
  readonly from: (type: string) => boolean;
  readonly sql: string;
}

const among =
  (...types: readonly string[]) =>
  (type: string) =>
    types.includes(type);

/**
 * What the console shows is made from the copied events alone, by these statements. Each takes the ids of some events (`$1`)
 * and gives the same result in whatever order, however often and in whatever portions it gets them: the newest announcement
 * wins by its sequence, what has no sequence by how far along it is, and then by its time. So a projection that was made anew
 * equals the one that grew.
 *
 * Rows are written in the order of their keys, so that two portions never wait for each other in a circle.
 */
export const projections: Readonly<Record<string, Projection>> = {
  application: {
    from: (type) => type.startsWith('application.'),
    sql: `
    insert into application (id, sequence, state, kind, channel, district, office, waits_for, complete_since, begun_at, moved_at,
                             opened_at)
    select distinct on (e.application_id)
           e.application_id, e.sequence, e.data->>'state', e.data->>'kind', e.data->>'channel', e.data->>'district',
           e.data->>'office',
           case e.data->>'state' when 'correction_requested' then 'citizen'
                                 when 'awaiting_recording' then coalesce(e.data->>'cause', 'recording') end,
           max((e.data->>'completeSince')::timestamptz) over of_application,
           min(e.time) over of_application, e.time, max(e.data->>'openedAt') over of_application
      from event e
     where e.id = any($1::uuid[]) and e.type like 'application.%' and e.application_id is not null and e.sequence is not null
    window of_application as (partition by e.application_id)
     order by e.application_id, e.sequence desc
    on conflict (id) do update set
      sequence = greatest(application.sequence, excluded.sequence),
      state = case when excluded.sequence > application.sequence then excluded.state else application.state end,
      kind = case when excluded.sequence > application.sequence then excluded.kind else application.kind end,
      channel = case when excluded.sequence > application.sequence then excluded.channel else application.channel end,
      district = case when excluded.sequence > application.sequence then excluded.district else application.district end,
      office = case when excluded.sequence > application.sequence then excluded.office else application.office end,
      waits_for = case when excluded.sequence > application.sequence then excluded.waits_for else application.waits_for end,
      moved_at = case when excluded.sequence > application.sequence then excluded.moved_at else application.moved_at end,
      complete_since = greatest(application.complete_since, excluded.complete_since),
      begun_at = least(application.begun_at, excluded.begun_at),
      opened_at = greatest(application.opened_at, excluded.opened_at)`,
  },

  application_hold: {
    from: among('application.delayed', 'application.resumed'),
    sql: `
    insert into application_hold (application_id, cause, since, until)
    select e.application_id, e.data->>'cause', (e.data->>'since')::timestamptz, max((e.data->>'until')::timestamptz)
      from event e
     where e.id = any($1::uuid[]) and e.type in ('application.delayed', 'application.resumed')
     group by 1, 2, 3 order by 1, 2, 3
    on conflict (application_id, cause, since) do update set until = coalesce(application_hold.until, excluded.until)`,
  },

  print_job: {
    from: (type) => type.startsWith('print-job.') || type.startsWith('card.'),
    sql: `
    insert into print_job (id, application_id, answers, office, state, rank, at)
    select distinct on (job_id) job_id, application_id, answers, office, state, rank, time from (
      select (e.data->>'jobId')::uuid as job_id, e.application_id, (e.data->>'answers')::int as answers,
             e.data->>'office' as office, known.state, known.rank, e.time
        from event e join (values
          ('print-job.offered', 'offered', 0), ('print-job.started', 'started', 1), ('print-job.held', 'held', 2),
          ('print-job.completed', 'completed', 3), ('print-job.abandoned', 'abandoned', 3), ('card.dispatched', 'dispatched', 4),
          ('card.arrived', 'arrived', 5), ('card.handed-over', 'handed-over', 6)) as known (type, state, rank) using (type)
       where e.id = any($1::uuid[])) as said
     order by job_id, rank desc, time desc
    on conflict (id) do update set
      application_id = excluded.application_id, answers = excluded.answers, office = excluded.office,
      state = excluded.state, rank = excluded.rank, at = excluded.at
     where (excluded.rank, excluded.at) > (print_job.rank, print_job.at)`,
  },

  message: {
    from: (type) => type.startsWith('message.'),
    sql: `
    insert into message (id, about, fact, state, rank, at)
    select distinct on (message_id) message_id, about, fact, state, rank, time from (
      select (e.data->>'messageId')::uuid as message_id, (e.data->>'about')::uuid as about, e.data->>'fact' as fact,
             known.state, known.rank, e.time
        from event e join (values
          ('message.queued', 'queued', 0), ('message.unknown', 'unknown', 1), ('message.sent', 'sent', 2),
          ('message.failed', 'failed', 3), ('message.delivered', 'delivered', 4), ('message.read', 'read', 5))
          as known (type, state, rank) using (type)
       where e.id = any($1::uuid[])) as said
     order by message_id, rank desc, time desc
    on conflict (id) do update set state = excluded.state, rank = excluded.rank, at = excluded.at
     where (excluded.rank, excluded.at) > (message.rank, message.at)`,
  },

  review: {
    from: among('review.requested'),
    sql: `
    insert into review (id, application_id, task, requested_at)
    select distinct on (1) (e.data->>'reviewId')::uuid, e.application_id, e.data->>'task', e.time
      from event e where e.id = any($1::uuid[]) and e.type = 'review.requested'
     order by 1
    on conflict (id) do nothing`,
  },

  link_state: {
    from: among('link.lost', 'link.restored'),
    sql: `
    insert into link_state (link, way, seen_by, lost, cause, since, at)
    select distinct on (1, 2, 3) e.data->>'link', e.data->>'way', e.data->>'seenBy', e.type = 'link.lost', e.data->>'cause',
           (e.data->>'since')::timestamptz, e.time
      from event e where e.id = any($1::uuid[]) and e.type in ('link.lost', 'link.restored')
     order by 1, 2, 3, e.time desc
    on conflict (link, way, seen_by) do update set
      lost = excluded.lost, cause = excluded.cause, since = excluded.since, at = excluded.at
     where excluded.at > link_state.at`,
  },

  application_trace: {
    from: () => true,
    sql: `
    insert into application_trace (application_id, trace_id)
    select distinct e.application_id, e.trace_id from event e
     where e.id = any($1::uuid[]) and e.application_id is not null and e.trace_id is not null
     order by 1, 2
    on conflict do nothing`,
  },

  // An attempt that never fed a blank wastes nothing; a card that a person voided is waste like a spoiled one.
  print_outcome: {
    from: among('print-job.completed', 'print-job.abandoned', 'print-job.held'),
    sql: `
    insert into print_outcome (event_id, at, application_id, office, station, outcome)
    select e.id, e.time, e.application_id, e.data->>'office', coalesce(e.data->>'stationId', '-'),
           case e.type when 'print-job.completed' then 'printed' when 'print-job.held' then 'held'
                       else e.data->>'reason' end
      from event e
     where e.id = any($1::uuid[]) and e.type in ('print-job.completed', 'print-job.abandoned', 'print-job.held')
     order by e.id
    on conflict do nothing`,
  },

  survey: {
    from: among('survey.asked', 'survey.answered'),
    sql: `
    insert into survey (application_id, kind, channel, district, office, asked_at, answered_at, answers)
    select e.application_id, max(e.data->>'kind'), max(e.data->>'channel'), max(e.data->>'district'), max(e.data->>'office'),
           min(e.time) filter (where e.type = 'survey.asked'), min(e.time) filter (where e.type = 'survey.answered'),
           max((e.data->'answers')::text)::jsonb
      from event e
     where e.id = any($1::uuid[]) and e.type in ('survey.asked', 'survey.answered') and e.application_id is not null
     group by 1 order by 1
    on conflict (application_id) do update set
      asked_at = coalesce(survey.asked_at, excluded.asked_at),
      answered_at = coalesce(survey.answered_at, excluded.answered_at),
      answers = coalesce(survey.answers, excluded.answers)`,
  },

  arrival: {
    from: among('conversation.source-named'),
    sql: `
    insert into arrival (conversation_id, source, at)
    select (e.data->>'conversationId')::uuid, e.data->>'source', e.time from event e
     where e.id = any($1::uuid[]) and e.type = 'conversation.source-named'
     order by 1
    on conflict do nothing`,
  },

  request_source: {
    from: among('application.draft'),
    sql: `
    insert into request_source (application_id, source, district, office, at)
    select e.application_id, e.data->>'source', e.data->>'district', e.data->>'office', e.time from event e
     where e.id = any($1::uuid[]) and e.type = 'application.draft' and e.data ? 'source' and e.application_id is not null
     order by 1
    on conflict do nothing`,
  },
};

/** The tables that are made from events, in the order in which they may be emptied. */
export const projectedTables: readonly string[] = [...Object.keys(projections), 'request_fact'];

/**
 * Takes some copied events into every projection that they concern: most concern three of them.
 * @param requests whose rows of `request_fact` they change: `requestsOf`
 */
export async function project(
  tx: Pick<Tx, 'query'>,
  events: readonly { readonly id: string; readonly type: string }[],
  requests: readonly string[],
  calendar: WorkingCalendar,
): Promise<void> {
  if (events.length === 0) return;
  // Sent together, carried out in this order. The first takes the rows of the requests, which the last relies on.
  await Promise.all([
    ...Object.values(projections).map(async ({ from, sql }) => {
      const ids = events.filter(({ type }) => from(type)).map(({ id }) => id);
      if (ids.length > 0) await tx.query(sql, [ids]);
    }),
    projectFacts(tx, requests, calendar),
  ]);
}
