import type { Role } from '#boot';
import type { Tx } from '#outbox';

interface NewAlert {
  /** The trouble itself: while it is open it is one alert. */
  readonly key: string;
  readonly role: Role;
  readonly says: string;
  readonly applicationId?: string;
  /** It is told when it has lasted so long; at once unless said. */
  readonly waitSeconds?: number;
}

/** Trouble that was over, or that has lasted for hours after it was told, is told anew. */
const isNews = `(staff_alert.over_at is not null or staff_alert.told_at < now() - interval '4 hours')`;

/** Opens an alert, or counts it in when it is open. */
export async function openAlert(tx: Tx, { key, role, says, applicationId, waitSeconds = 0 }: NewAlert): Promise<void> {
  await tx.query(
    `insert into staff_alert (key, role, says, application_id, due_at)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5))
     on conflict (key) do update set
       says = excluded.says,
       times = case when ${isNews} then 1 else staff_alert.times + 1 end,
       opened_at = case when ${isNews} then excluded.opened_at else staff_alert.opened_at end,
       due_at = case when ${isNews} then excluded.due_at else staff_alert.due_at end,
       told_at = case when ${isNews} then null else staff_alert.told_at end,
       over_at = null`,
    [key, role, says, applicationId ?? null, waitSeconds],
  );
}

/** Ends an alert. Who was told that it began is told that it is over; nobody else is. */
export async function endAlert(
  tx: Tx,
  { key, role, says, at }: { key: string; role: Role; says: string; at: Date },
): Promise<void> {
  const ended = await tx.query<{ isTold: boolean }>(
    `update staff_alert set over_at = now() where key = $1 and over_at is null returning told_at is not null as "isTold"`,
    [key],
  );
  if (ended[0]?.isTold) await openAlert(tx, { key: `${key}:over:${at.toISOString()}`, role, says });
}
