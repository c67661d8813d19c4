import { createHash } from 'node:crypto';

/** What somebody has seen or done. Never what they have seen: no name, no number of a person. */
export interface Audited {
  readonly actor: string;
  readonly roles: readonly string[];
  readonly office: string | null;
  /** `GET intake /applications/:id`, `sign-in`, … */
  readonly act: string;
  /** The request, conversation or account concerned. */
  readonly subject: string | null;
}

export interface AuditEntry extends Audited {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  readonly at: string;
  /** The hash of the entry before; {@link genesis} for the first. */
  readonly previous: string;
  readonly hash: string;
}

export const genesis = '0'.repeat(64);

/** SHA-256 over all of an entry and the hash before it, in hex. */
export function hashOfEntry({
  number,
  at,
  actor,
  roles,
  office,
  act,
  subject,
  previous,
}: Omit<AuditEntry, 'hash'>): string {
  const told = JSON.stringify([number, at, actor, roles, office, act, subject, previous]);
  return createHash('sha256').update(told).digest('hex');
}

/** Where the chain stands: what the next entry continues. */
export interface ChainEnd {
  readonly number: number;
  readonly hash: string;
}

/** Lengthens the chain by these, in order. */
export function continueChain(end: ChainEnd, all: readonly Audited[], at: Date): AuditEntry[] {
  let { number, hash: previous } = end;
  return all.map((one) => {
    number += 1;
    const entry = { ...one, number, at: at.toISOString(), previous };
    const hash = hashOfEntry(entry);
    previous = hash;
    return { ...entry, hash };
  });
}

/** Where a chain breaks and how; undefined where it holds. @param end of what was checked before */
export function findBreak(
  end: ChainEnd,
  entries: readonly AuditEntry[],
): { readonly number: number; readonly why: 'missing' | 'changed' | 'not-the-next' } | undefined {
  let { number, hash } = end;
  for (const entry of entries) {
    number += 1;
    if (entry.number !== number) return { number, why: 'missing' };
    if (entry.previous !== hash) return { number, why: 'not-the-next' };
    if (entry.hash !== hashOfEntry(entry)) return { number, why: 'changed' };
    hash = entry.hash;
  }
  return undefined;
}
