import { describe, expect, it } from '@jest/globals';
import { type Audited, type AuditEntry, continueChain, findBreak, genesis, hashOfEntry } from './hash-chain.js';

const start = { number: 0, hash: genesis };
const view = (act: string): Audited => ({ actor: 'siti', roles: ['clerk'], office: 'nunukan', act, subject: null });
const chain = continueChain(start, ['a', 'b', 'c', 'd'].map(view), new Date('2026-11-24T01:00:00Z'));
const changed = (at: number, how: Partial<AuditEntry>) =>
  chain.map((entry) => (entry.number === at ? { ...entry, ...how } : entry));

describe('the audit chain', () => {
  it('holds as it was written, whole and in portions', () => {
    expect(findBreak(start, chain)).toBeUndefined();
    expect(findBreak({ number: 2, hash: chain[1]?.hash ?? '' }, chain.slice(2))).toBeUndefined();
  });

  it('breaks where an entry was changed, taken out, put in or exchanged', () => {
    expect(findBreak(start, changed(2, { actor: 'budi' }))).toEqual({ number: 2, why: 'changed' });
    const forged = changed(2, { actor: 'budi' });
    const again = forged.map((entry) => (entry.number === 2 ? { ...entry, hash: hashOfEntry(entry) } : entry));
    expect(findBreak(start, again)).toEqual({ number: 3, why: 'not-the-next' });
    expect(
      findBreak(
        start,
        chain.filter(({ number }) => number !== 3),
      ),
    ).toEqual({ number: 3, why: 'missing' });
    expect(findBreak(start, changed(4, { at: '2026-11-24T02:00:00.000Z' }))).toEqual({ number: 4, why: 'changed' });
  });
});
