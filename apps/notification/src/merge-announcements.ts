import type { Tx } from '#outbox';
import type { AnnouncementReceived, AnnouncementType } from './flow.js';

/** How soon an announcement leaves, and what may take its place before it has. */
type Pace =
  /** Something to keep, to do or to know at once. */
  | 'at-once'
  /** A step on the way: within a moment of the last message it waits, and the step after it takes its place. */
  | 'step'
  /** A wait begins or ends: told at once, and then not again within a moment, so that a flapping network is not. */
  | 'hold';

export const paceOf: Readonly<Record<AnnouncementType, Pace>> = {
  'application.submitted': 'at-once',
  'application.correction-requested': 'at-once',
  'application.checking-register': 'step',
  'application.under-review': 'step',
  'application.awaiting-recording': 'at-once',
  'application.ready-to-print': 'step',
  'application.printing': 'step',
  'application.in-transit': 'step',
  'application.ready-for-pickup': 'at-once',
  'application.handed-over': 'at-once',
  'application.rejected': 'at-once',
  'application.withdrawn': 'at-once',
  'application.expired': 'at-once',
  'application.delayed': 'hold',
  'application.resumed': 'hold',
  'application.withdrawal-requested': 'at-once',
};

/** Whether an announcement is told at all, and after how many milliseconds. */
export interface Place {
  readonly superseded: boolean;
  readonly waitMs: number;
}

const queued = `about = $1 and about_kind = 'application' and state = 'queued' and resent_from is null`;

/**
 * Makes one message of a burst (the subject is locked): an announcement takes the place, and the turn, of older ones about
 * the same request that have not left. The end of a wait is told to those who were told of the wait and to nobody else, and
 * it goes ahead of whatever comes after it.
 * @param told the newest sequence told, and how long ago; undefined when nothing was
 * @param mergeMs how long a moment is
 */
export async function mergeAnnouncements(
  tx: Tx,
  event: AnnouncementReceived,
  told: { readonly sequence: number; readonly agoMs: number | undefined },
  mergeMs: number,
): Promise<Place> {
  const { applicationId, sequence } = event.data;
  if (sequence < told.sequence) return { superseded: true, waitMs: 0 };
  switch (event.type) {
    case 'application.delayed':
    case 'application.resumed':
      return mergeHold(tx, event.type, event.data, mergeMs);
    default:
      break;
  }
  const [newer] = await tx.query(`select 1 from outgoing where ${queued} and sequence > $2 limit 1`, [
    applicationId,
    sequence,
  ]);
  if (newer) return { superseded: true, waitMs: 0 };
  const replaced = await tx.query<{ waitMs: number }>(
    `update outgoing set state = 'superseded'
      where ${queued} and sequence < $2 and message_key <> 'application.resumed'
      returning (extract(epoch from due_at - now()) * 1000)::float8 as "waitMs"`,
    [applicationId, sequence],
  );
  const owed = await tx.query(
    `update outgoing set due_at = least(due_at, now()) where ${queued} and message_key = 'application.resumed' returning 1`,
    [applicationId],
  );
  if (paceOf[event.type] === 'at-once') return { superseded: false, waitMs: 0 };
  const sinceToldMs = owed.length > 0 ? 0 : told.agoMs;
  const ownMs = sinceToldMs === undefined ? 0 : Math.max(0, mergeMs - sinceToldMs);
  return { superseded: false, waitMs: Math.max(0, Math.min(ownMs, ...replaced.map(({ waitMs }) => waitMs))) };
}

/**
 * A wait that ends before it was told of is told neither way; one that was told of is told the end, once. The first word of
 * a wait leaves at once; the next one waits until a moment has passed since, and may have become idle by then.
 */
async function mergeHold(
  tx: Tx,
  type: 'application.delayed' | 'application.resumed',
  { applicationId, sequence, cause }: { applicationId: string; sequence: number; cause: string },
  mergeMs: number,
): Promise<Place> {
  const words = await tx.query<{ key: string; sequence: number; isTold: boolean; agoMs: number | null }>(
    `select message_key as key, sequence, state in ('sending', 'sent', 'delivered', 'read', 'unknown') as "isTold",
            (extract(epoch from now() - coalesce(sent_at, claimed_at)) * 1000)::float8 as "agoMs"
       from outgoing
      where about = $1 and message_key in ('application.delayed', 'application.resumed')
        and variables ->> 'cause' = $2 and resent_from is null
      order by sequence desc`,
    [applicationId, cause],
  );
  if (words.some((word) => word.sequence > sequence)) return { superseded: true, waitMs: 0 };
  await tx.query(
    `update outgoing set state = 'superseded'
      where ${queued} and message_key in ('application.delayed', 'application.resumed') and variables ->> 'cause' = $2`,
    [applicationId, cause],
  );
  const last = words.find(({ isTold }) => isTold);
  const waitMs = last ? Math.max(0, mergeMs - (last.agoMs ?? 0)) : 0;
  return { superseded: (last?.key === 'application.delayed') === (type === 'application.delayed'), waitMs };
}
