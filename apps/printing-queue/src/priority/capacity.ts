import type { Region } from '#civil-registry';
import type { Tx } from '#outbox';
import { findPolicy } from './find-limits.js';

/**
 * Cards that an office makes on a working day: what its stations are registered with, the region file for those that are
 * not, and no more than its policy allows (heat, a worn machine).
 * @param isAwayToo counts stations that are away as well: what is promised does not shrink with an outage
 */
export async function capacityOf(tx: Tx, office: string, region: Region, isAwayToo: boolean): Promise<number> {
  const { cardsPerDay: limit } = await findPolicy(tx, office);
  const [stations] = await tx.query<{ all: number; registered: number; cards: number }>(
    `select count(*)::int as all, count(capabilities ->> 'cardsPerDay')::int as registered,
            coalesce(sum((capabilities ->> 'cardsPerDay')::int), 0)::int as cards
       from station where office = $1 and revoked_at is null and ($2 or away_at is null)`,
    [office, isAwayToo],
  );
  const printers = region.offices.find(({ code }) => code === office)?.printers ?? [];
  const byFile = printers.reduce((sum, { cardsPerDay }) => sum + cardsPerDay, 0);
  const { all, registered, cards } = stations ?? { all: 0, registered: 0, cards: 0 };
  const byMachines = all > 0 && registered === all ? cards : Math.max(cards, byFile);
  return Math.min(byMachines, limit ?? byMachines);
}
