import { type AuditEntry, type ChainEnd, findBreak, genesis } from './hash-chain.js';

export interface Verdict {
  readonly entries: number;
  /** The last entry that holds; noting it elsewhere shows later whether the end was cut off. */
  readonly end: ChainEnd;
  readonly broken: { readonly number: number; readonly why: string } | undefined;
}

const portion = 5_000;

/**
 * Checks the whole chain, a portion at a time.
 * @param query on the console's schema, by any role that reads it
 * @param noted an end that was noted earlier: it must still be in the chain
 */
export async function verifyChain(
  query: (sql: string, parameters: unknown[]) => Promise<object[]>,
  noted?: ChainEnd,
): Promise<Verdict> {
  let end: ChainEnd = { number: 0, hash: genesis };
  let seen = noted === undefined;
  for (;;) {
    const rows = (await query(
      `select number::float8 as number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor, roles,
              office, act, subject, previous, hash
         from audit_entry where number > $1 order by number limit ${portion}`,
      [end.number],
    )) as AuditEntry[];
    const broken = findBreak(end, rows);
    const holds = broken ? rows.filter(({ number }) => number < broken.number) : rows;
    if (noted && holds.some(({ number, hash }) => number === noted.number && hash === noted.hash)) seen = true;
    const last = holds.at(-1);
    if (last) end = { number: last.number, hash: last.hash };
    if (broken) return { entries: end.number, end, broken };
    if (rows.length < portion) break;
  }
  const lost = seen || !noted ? undefined : { number: noted.number, why: 'the noted end is not in the chain' };
  return { entries: end.number, end, broken: lost };
}
