import { ProblemError } from '#boot';
import { z } from 'zod';

/** Where a page ended: the last row's time as PostgreSQL writes it, and its id. */
export interface PageEnd {
  readonly at: string;
  readonly id: string;
}

/**
 * The cursor of the next page, for a list ordered by a time and an id.
 * @param rows one more than a page holds, where there are more
 */
export function pageCursor(rows: readonly PageEnd[], limit: number): string | null {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last ? Buffer.from(`${last.at}|${last.id}`).toString('base64url') : null;
}

/** @throws ProblemError 400 for what is no cursor of ours */
export function readPageCursor(cursor: string | undefined): PageEnd | undefined {
  if (cursor === undefined) return undefined;
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  if (/^\d{4}-[\d :.+-]+$/.test(at) && z.uuid().safeParse(id).success && !Number.isNaN(Date.parse(at)))
    return { at, id };
  throw new ProblemError(400, 'invalid-cursor', 'The cursor is not one of ours');
}
