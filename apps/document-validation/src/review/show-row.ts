import { z } from 'zod';
import { type ReviewRow, tasks } from './review.row.js';

/** A review as the API shows it: ids, codes and times; who the citizen is, intake knows. */
export const reviewShown = z.object({
  reviewId: z.uuid(),
  applicationId: z.uuid(),
  task: z.enum(tasks),
  state: z.enum(['open', 'settled', 'withdrawn', 'superseded']),
  kind: z.string(),
  channel: z.string(),
  office: z.string(),
  doubts: z.array(z.string()),
  cause: z.string().nullable(),
  openedAt: z.iso.datetime(),
  /** By when the citizen was promised the card, where intake has told. */
  promisedFor: z.iso.datetime().nullable(),
  claimedBy: z.string().nullable(),
  claimedUntil: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  settledBy: z.string().nullable(),
  outcome: z.record(z.string(), z.unknown()).nullable(),
  /** A refusal that waits for, or had, a second reviewer. */
  proposal: z.object({ outcome: z.record(z.string(), z.unknown()), by: z.string(), at: z.iso.datetime() }).nullable(),
});
export type ReviewShown = z.infer<typeof reviewShown>;

/** @param now claims that are over by then are not shown */
export function showRow(row: ReviewRow, now: Date): ReviewShown {
  const claimed = row.claimed_until !== null && row.claimed_until > now && row.closed_at === null;
  return {
    reviewId: row.id,
    applicationId: row.application_id,
    task: row.task,
    state: row.closed_as ?? 'open',
    kind: row.kind,
    channel: row.channel,
    office: row.office,
    doubts: row.doubts,
    cause: row.cause,
    openedAt: row.opened_at.toISOString(),
    promisedFor: row.promised_for?.toISOString() ?? null,
    claimedBy: claimed ? row.claimed_by : null,
    claimedUntil: claimed ? (row.claimed_until?.toISOString() ?? null) : null,
    closedAt: row.closed_at?.toISOString() ?? null,
    settledBy: row.settled_by,
    outcome: row.outcome,
    proposal: proposalOf(row),
  };
}

function proposalOf({ proposed, proposed_by: by, proposed_at: at }: ReviewRow): ReviewShown['proposal'] {
  return proposed && by !== null && at ? { outcome: proposed, by, at: at.toISOString() } : null;
}
