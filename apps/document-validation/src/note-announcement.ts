import type { ApplicationSubmitted, DataOf } from '#contracts';
import { queryRows, type Tx } from '#outbox';

/** What every announcement of an application carries. */
export type Announcement = DataOf<typeof ApplicationSubmitted> & {
  /** By when the citizen was promised the card, where the announcement tells. */
  readonly promisedFor?: string | undefined;
};

/**
 * Notes how far an application is, under its row lock, and closes what people no longer need to look at. The first
 * statement of every reaction: retries overtake, so an older announcement may come after a newer one.
 * @returns `overtaken` when a newer announcement has been seen: the reaction must change nothing
 */
export async function noteAnnouncement(tx: Tx, said: Announcement): Promise<'newest' | 'overtaken'> {
  const [seen] = await tx.query<{ sequence: number }>(
    `insert into application as known (id, sequence, state, kind, channel, office, promised_for)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set
       sequence = greatest(known.sequence, excluded.sequence),
       state = case when excluded.sequence >= known.sequence then excluded.state else known.state end,
       office = case when excluded.sequence >= known.sequence then excluded.office else known.office end,
       promised_for = coalesce(excluded.promised_for, known.promised_for)
     returning sequence`,
    [said.applicationId, said.sequence, said.state, said.kind, said.channel, said.office, said.promisedFor ?? null],
  );
  if (seen && seen.sequence > said.sequence) return 'overtaken';
  await tx.query(
    `update review set closed_at = now(), closed_as = $3
      where application_id = $1 and answers < $2 and closed_at is null`,
    [said.applicationId, said.sequence, said.state === 'withdrawn' ? 'withdrawn' : 'superseded'],
  );
  return 'newest';
}

/** A look before long work outside of a transaction: has the application moved on meanwhile? */
export async function isOvertaken(
  on: { query(sql: string, parameters?: unknown[]): Promise<unknown> },
  said: Announcement,
): Promise<boolean> {
  const newer = await queryRows(on, 'select 1 from application where id = $1 and sequence > $2', [
    said.applicationId,
    said.sequence,
  ]);
  return newer.length > 0;
}
