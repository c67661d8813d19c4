import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Act, decide, freshPrintJob, type PrintJob } from './print-job.js';

const now = new Date('2026-11-24T01:00:00Z');
const later = new Date('2026-11-24T01:02:00Z');
const afterLease = new Date('2026-11-24T01:03:00Z');
const by = { stationId: 'nunukan-1', attempt: 1 };
const claimed: PrintJob = { ...freshPrintJob, state: 'claimed', attempt: 1, stationId: 'nunukan-1', leaseUntil: later };
const started: PrintJob = { ...claimed, state: 'started', serial: 'B1-00001' };
const held: PrintJob = { ...started, state: 'held', leaseUntil: null, heldBecause: 'lease-over-after-begin' };
const completed: PrintJob = { ...started, state: 'completed', leaseUntil: null };

const begin = (serial = 'B1-00001', at = now, who = by): Act => ({
  act: 'begin',
  by: who,
  serial,
  now: at,
  leaseUntil: later,
});
const complete = (serial = 'B1-00001', who = by): Act => ({ act: 'complete', by: who, serial });

describe('claiming', () => {
  it('gives a queued job its next attempt', () => {
    const decision = decide(freshPrintJob, { act: 'claim', stationId: 'nunukan-1', now, leaseUntil: later });
    expect(decision).toEqual({ outcome: 'moved', job: claimed });
  });
  it('answers the same station the same attempt again, and any other that it is taken', () => {
    const again = decide(claimed, { act: 'claim', stationId: 'nunukan-1', now, leaseUntil: afterLease });
    expect(again).toEqual({ outcome: 'moved', job: { ...claimed, leaseUntil: afterLease } });
    expect(decide(claimed, { act: 'claim', stationId: 'nunukan-2', now, leaseUntil: later })).toEqual({
      outcome: 'refused',
      why: 'taken',
    });
    expect(decide(started, { act: 'claim', stationId: 'nunukan-1', now, leaseUntil: later })).toEqual({
      outcome: 'refused',
      why: 'taken',
    });
    expect(decide(completed, { act: 'claim', stationId: 'nunukan-1', now, leaseUntil: later })).toEqual({
      outcome: 'refused',
      why: 'job-ended',
    });
  });
});

describe('beginning', () => {
  it('binds the blank while the lease lives, once', () => {
    expect(decide(claimed, begin())).toEqual({ outcome: 'moved', job: started });
    expect(decide(started, begin())).toEqual({ outcome: 'already' });
    expect(decide(started, begin('B1-00002'))).toEqual({ outcome: 'refused', why: 'serial-differs' });
  });
  it('is refused when the lease is over, swept or not, and to an attempt that is not the newest', () => {
    expect(decide(claimed, begin('B1-00001', afterLease))).toEqual({ outcome: 'refused', why: 'lease-over' });
    expect(decide({ ...claimed, state: 'queued', stationId: null, leaseUntil: null }, begin())).toEqual({
      outcome: 'refused',
      why: 'lease-over',
    });
    expect(decide({ ...claimed, attempt: 2 }, begin())).toEqual({ outcome: 'refused', why: 'old-attempt' });
  });
});

describe('a lease that is over', () => {
  const over: Act = { act: 'lease-over', now: afterLease };
  it('puts a job that has not begun back, and one that has begun aside', () => {
    expect(decide(claimed, over)).toMatchObject({
      outcome: 'moved',
      job: { state: 'queued', attempt: 1, stationId: null },
    });
    expect(decide(started, over)).toEqual({ outcome: 'moved', job: held });
    expect(decide(started, { act: 'lease-over', now })).toEqual({ outcome: 'already' });
  });
  it('of a job put aside is explained by the late report of the same attempt and blank', () => {
    expect(decide(held, complete())).toMatchObject({ outcome: 'moved', job: { state: 'completed' } });
    expect(decide(held, { act: 'not-fed', by })).toMatchObject({
      outcome: 'moved',
      job: { state: 'abandoned', endedBecause: 'not-fed' },
    });
    expect(decide(held, complete('B1-00009'))).toEqual({ outcome: 'refused', why: 'serial-differs' });
    expect(decide({ ...held, heldBecause: 'printer-aborted' }, complete())).toEqual({
      outcome: 'refused',
      why: 'job-held',
    });
  });
});

describe('a report', () => {
  it('completes or spoils what has begun, once', () => {
    expect(decide(started, complete())).toEqual({ outcome: 'moved', job: completed });
    expect(decide(completed, complete())).toEqual({ outcome: 'already' });
    const spoil: Act = { act: 'spoil', by, serial: 'B1-00001' };
    const spoiled = decide(started, spoil);
    expect(spoiled).toMatchObject({ outcome: 'moved', job: { state: 'abandoned', endedBecause: 'spoiled' } });
    expect(decide(completed, spoil)).toEqual({ outcome: 'refused', why: 'job-ended' });
  });
  it('of another blank puts the job aside', () => {
    expect(decide(started, complete('B1-00002'))).toMatchObject({
      outcome: 'refused',
      why: 'serial-differs',
      job: { state: 'held', heldBecause: 'serial-differs' },
    });
  });
  it('of an old attempt is refused; a blank used without leave puts an open job aside', () => {
    const newer: PrintJob = { ...claimed, attempt: 2, stationId: 'nunukan-2' };
    expect(decide(newer, complete())).toMatchObject({
      outcome: 'refused',
      why: 'old-attempt',
      job: { state: 'held', heldBecause: 'unexplained-report' },
    });
    expect(decide(claimed, complete())).toMatchObject({ outcome: 'refused', why: 'not-begun', job: { state: 'held' } });
    expect(decide({ ...completed, attempt: 2 }, complete())).toEqual({ outcome: 'refused', why: 'old-attempt' });
    expect(decide(newer, { act: 'not-fed', by })).toEqual({ outcome: 'refused', why: 'old-attempt' });
  });
  it('that nothing was fed gives a job back before ink and ends it after', () => {
    expect(decide(claimed, { act: 'not-fed', by })).toMatchObject({ outcome: 'moved', job: { state: 'queued' } });
    expect(decide(started, { act: 'not-fed', by })).toMatchObject({
      outcome: 'moved',
      job: { state: 'abandoned', endedBecause: 'not-fed' },
    });
    expect(decide({ ...completed, heldBecause: 'lease-over-after-begin' }, { act: 'not-fed', by })).toEqual({
      outcome: 'refused',
      why: 'job-ended',
    });
  });
  it('that nobody knows puts it aside', () => {
    expect(decide(started, { act: 'abort', by })).toMatchObject({
      outcome: 'moved',
      job: { state: 'held', heldBecause: 'printer-aborted' },
    });
    expect(decide(claimed, { act: 'abort', by })).toEqual({ outcome: 'refused', why: 'not-begun' });
  });
});

describe('withdrawing', () => {
  it('wins before ink and loses after it', () => {
    for (const open of [freshPrintJob, claimed])
      expect(decide(open, { act: 'withdraw' })).toMatchObject({ outcome: 'moved', job: { endedBecause: 'withdrawn' } });
    for (const begun of [started, held]) expect(decide(begun, { act: 'withdraw' }).outcome).toBe('refused');
    expect(decide(completed, { act: 'withdraw' })).toEqual({ outcome: 'refused', why: 'job-ended' });
  });
});

describe('settling', () => {
  it('is a person’s word on what was put aside, on another blank if that was found', () => {
    expect(decide(held, { act: 'settle', found: 'printed', serial: null })).toMatchObject({
      job: { state: 'completed', serial: 'B1-00001' },
    });
    expect(decide(held, { act: 'settle', found: 'spoiled', serial: 'B1-00003' })).toMatchObject({
      job: { state: 'abandoned', endedBecause: 'spoiled', serial: 'B1-00003' },
    });
    expect(decide(started, { act: 'settle', found: 'printed', serial: null })).toEqual({
      outcome: 'refused',
      why: 'not-held',
    });
  });
});

describe('whatever happens', () => {
  const station = fc.constantFrom('nunukan-1', 'nunukan-2', 'nunukan-3');
  const attempts = fc.record({ stationId: station, attempt: fc.integer({ min: 1, max: 4 }) });
  const serial = fc.constantFrom('B1-00001', 'B1-00002', 'B1-00003');
  const act: fc.Arbitrary<(at: number) => Act> = fc.oneof(
    station.map((stationId) => (at: number): Act => ({
      act: 'claim',
      stationId,
      now: new Date(at),
      leaseUntil: new Date(at + 3),
    })),
    fc.tuple(attempts, serial).map(([who, blank]) => (at: number): Act => ({
      act: 'begin',
      by: who,
      serial: blank,
      now: new Date(at),
      leaseUntil: new Date(at + 3),
    })),
    attempts.map((who) => (at: number): Act => ({
      act: 'renew',
      by: who,
      now: new Date(at),
      leaseUntil: new Date(at + 3),
    })),
    fc
      .tuple(fc.constantFrom('complete' as const, 'spoil' as const), attempts, serial)
      .map(([said, who, blank]) => (): Act => ({ act: said, by: who, serial: blank })),
    fc
      .tuple(fc.constantFrom('not-fed' as const, 'abort' as const), attempts)
      .map(([said, who]) => (): Act => ({ act: said, by: who })),
    fc.constantFrom<(at: number) => Act>(
      (at) => ({ act: 'lease-over', now: new Date(at) }),
      () => ({ act: 'withdraw' }),
      () => ({ act: 'journal-lost' }),
    ),
  );

  it('no job takes ink twice, none leaves its end, and none goes back once it has begun', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let job: PrintJob = freshPrintJob;
        let begun = 0;
        for (const [at, make] of acts.entries()) {
          const before = job;
          const decision = decide(job, make(at));
          job = decision.outcome === 'already' ? job : (decision.job ?? job);
          if (before.state !== 'started' && job.state === 'started') begun += 1;
          if (before.state === 'completed' || before.state === 'abandoned') expect(job).toBe(before);
          if (begun > 0) expect(['started', 'held', 'completed', 'abandoned']).toContain(job.state);
          if (job.state === 'completed') expect(before.serial).toBe(job.serial);
          expect(job.attempt).toBeGreaterThanOrEqual(before.attempt);
        }
        expect(begun).toBeLessThanOrEqual(1);
      }),
      { numRuns: 2_000 },
    );
  });
});
