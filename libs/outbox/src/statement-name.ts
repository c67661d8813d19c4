import { createHash } from 'node:crypto';

/** A text that comes this often is worth parsing once; what is made up for one occasion is not. */
const oftenIs = 3;
/** PostgreSQL keeps a plan of each on every connection: texts without end must not fill its memory. */
const textsAtMost = 400;

const seen = new Map<string, number>();
const names = new Map<string, string>();
const never = new Set<string>();

/**
 * The name under which a connection keeps the plan of this statement, so that PostgreSQL neither reads nor plans it again.
 * Only statements with parameters have one, only after some use, and none that says `*`: a migration under load may change
 * what that means, and a kept plan may not.
 * @returns undefined where the statement goes out without a name
 */
export function statementName(sql: string, parameters: readonly unknown[] | undefined): string | undefined {
  if (parameters === undefined || parameters.length === 0) return undefined;
  const known = names.get(sql);
  if (known !== undefined || never.has(sql)) return known;
  const times = (seen.get(sql) ?? 0) + 1;
  if (times < oftenIs) {
    if (seen.size < textsAtMost * 4) seen.set(sql, times);
    return undefined;
  }
  seen.delete(sql);
  if (names.size >= textsAtMost || sql.replaceAll('count(*)', '').includes('*')) {
    if (never.size < textsAtMost * 4) never.add(sql);
    return undefined;
  }
  const name = `loket-${createHash('sha256').update(sql).digest('base64url').slice(0, 16)}`;
  names.set(sql, name);
  return name;
}

/** PostgreSQL's word for a kept plan whose columns a migration has changed. */
const planIsStale = '0A000';

/** Where a kept plan has become impossible the statement loses its name for good: the next try goes through. */
export function forgetStalePlan(sql: string, error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === planIsStale)) return;
  names.delete(sql);
  never.add(sql);
}
