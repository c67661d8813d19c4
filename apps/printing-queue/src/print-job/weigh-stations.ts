import type { Tx } from '#outbox';
import { type Obstacle, obstacleIn, type StationFacts } from './obstacle.js';

/** A jam that somebody clears meanwhile puts nobody off. */
const brokenAfter = '15 minutes';

const columns = `s.station_id as "stationId", s.driver, s.revoked_at is not null as "isRevoked", s.away_at is not null as "isAway",
  coalesce(s.fault_since < now() - interval '${brokenAfter}', false) as "isBroken", s.conditions, exists (select 1 from blank b where b.station_id = s.station_id and b.state = 'in_stock') as "hasBlanks",
  array(select item from consumable c where c.station_id = s.station_id and c.on_hand = 0 and not c.is_loaded) as missing`;

/** What keeps a whole office from printing now, or null. */
export async function obstacleOf(tx: Tx, office: string): Promise<Obstacle | null> {
  const stations = await tx.query<StationFacts & { isLineDown: boolean }>(
    `select ${columns}, exists (select 1 from link_lost where link = 'diskominfo-print' and lost) as "isLineDown"
       from station s where s.office = $1`,
    [office],
  );
  return obstacleIn(stations, stations[0]?.isLineDown ?? false);
}

/** One station as it stands now. */
export async function findStationFacts(tx: Tx, stationId: string): Promise<StationFacts | undefined> {
  const [station] = await tx.query<StationFacts>(`select ${columns} from station s where s.station_id = $1`, [
    stationId,
  ]);
  return station;
}
