/** What keeps an office or one of its stations from printing, pure. */
export type Obstacle = 'network' | 'blanks' | 'ribbon' | 'film' | 'power' | 'station';

/** A station as far as it matters for printing now. */
export interface StationFacts {
  readonly stationId: string;
  /** Null until it was first heard. */
  readonly driver: string | null;
  readonly isRevoked: boolean;
  /** Silent for so long that its jobs may go elsewhere. */
  readonly isAway: boolean;
  /** Its printer has reported a fault that has not passed by itself. */
  readonly isBroken: boolean;
  readonly conditions: readonly string[];
  readonly hasBlanks: boolean;
  /** Consumables it needs and has neither in the printer nor in the cabinet. */
  readonly missing: readonly string[];
}

/** What this station lacks, or null when it may be given a card. */
export function obstacleAt(station: StationFacts): Exclude<Obstacle, 'network'> | null {
  const { isRevoked, isAway, isBroken, conditions, hasBlanks, missing } = station;
  if (isRevoked || isAway || isBroken) return 'station';
  if (!hasBlanks) return 'blanks';
  if (missing.includes('ribbon') || conditions.includes('RIBBON_OUT')) return 'ribbon';
  if (missing.includes('film') || conditions.includes('FILM_OUT')) return 'film';
  if (missing.includes('laminate')) return 'station';
  return conditions.includes('POWER_LOSS') ? 'power' : null;
}

/** From what is furthest from a card to what is nearest: the nearest is what the office has to get. */
const nearness = ['station', 'blanks', 'ribbon', 'film', 'power'] as const;

/** What keeps a whole office from printing, or null: one able station is enough. */
export function obstacleIn(stations: readonly StationFacts[], isLineDown: boolean): Obstacle | null {
  const drivers = stations.flatMap(({ driver }) => driver ?? []);
  // Only the official software prints through SIAK; an office with another way goes on.
  if (isLineDown && drivers.length > 0 && drivers.every((driver) => driver === 'manual')) return 'network';
  const found = stations.map(obstacleAt);
  if (found.includes(null)) return null;
  return nearness.findLast((one) => found.includes(one)) ?? 'blanks';
}
