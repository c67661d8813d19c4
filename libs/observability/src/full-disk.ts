import { counter } from './metrics.js';
import { logger } from './log.js';

const met = counter('loket_disk_full_total', 'Acts that met a disk which takes nothing more', ['place']);

/** What a full or failing disk is called: by PostgreSQL (disk full, I/O error) and by the system (no space, quota, read-only, I/O error). */
const places: Readonly<Record<string, 'database' | 'folder'>> = {
  '53100': 'database',
  '58030': 'database',
  ENOSPC: 'folder',
  EDQUOT: 'folder',
  EROFS: 'folder',
  EIO: 'folder',
};

/**
 * Whose disk takes nothing more, where that is what an error says: PostgreSQL's, or that of a folder of our own.
 * It is no failure of what was being done, which may be tried again for as long as it takes.
 */
export function fullDiskOf(error: unknown): 'database' | 'folder' | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && Object.hasOwn(places, error.code) ? places[error.code] : undefined;
}

const sayEveryMs = 60_000;
const saidAt = new Map<string, number>();

/**
 * Counts an act that failed on a full disk and says once a minute, in the operator's words, what to do.
 * @param now milliseconds of any steady clock
 * @returns whether a full disk it was
 */
export function noteFullDisk(error: unknown, now: number = performance.now()): boolean {
  const place = fullDiskOf(error);
  if (place === undefined) return false;
  met.inc({ place });
  if (now - (saidAt.get(place) ?? -Infinity) < sayEveryMs) return true;
  saidAt.set(place, now);
  const whose = place === 'database' ? 'PostgreSQL’s disk' : 'the disk of this service’s folder';
  logger('disk').error(
    { reason: place },
    `${whose} takes nothing more: free space on it (runbook, "A disk is full"); nothing is lost, and all goes on by itself`,
  );
  return true;
}
