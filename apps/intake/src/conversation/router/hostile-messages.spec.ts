import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { labels } from './labels.js';
import { routeMessage } from './route-message.js';

// LOKET_LONG=1 tries many more; LOKET_SEED repeats one run.
const numRuns = process.env.LOKET_LONG === '1' ? 20_000 : 400;
const seed = process.env.LOKET_SEED === undefined ? Date.now() % 2_147_483_647 : Number(process.env.LOKET_SEED);

const words = fc
  .array(
    fc.constantFrom(
      'ktp',
      'hilang',
      '#KTP#',
      '6503',
      'kk',
      '1',
      '=cmd',
      '😀',
      '\u202e',
      '\u0000',
      'a'.repeat(80),
      '\n',
    ),
  )
  .map((parts) => parts.join(' '));
const repeated = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 20_000 }))
  .map(([piece, times]) => piece.repeat(times));
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.string({ unit: 'grapheme', maxLength: 500 }),
  fc.lorem({ maxCount: 60 }),
  words,
  repeated,
);
/** Generous: what is quadratic in the length of a long text takes many times this. */
const mostMs = 2_000;

describe(`messages of somebody hostile (seed ${seed})`, () => {
  it('are understood as something, in bounded time, and always as the same', () => {
    routeMessage('warm up');
    fc.assert(
      fc.property(anything, (text) => {
        const begun = performance.now();
        const route = routeMessage(text);
        expect(performance.now() - begun).toBeLessThan(mostMs);
        expect(labels).toContain(route.label);
        for (const other of route.others) expect(labels).toContain(other);
        expect(route.confidence).toBeGreaterThanOrEqual(0);
        expect(route.confidence).toBeLessThanOrEqual(1);
        expect(routeMessage(text)).toEqual(route);
      }),
      { numRuns, seed },
    );
  });
});
