import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Link, LinkFailure } from './index.js';

/*
 * The promise of the design, with the default settings and a clock of the test: the first success comes within a minute of
 * the line's return, however long it was away and whenever between two probes it returns.
 */
const second = 1_000;
const draws = jest.spyOn(Math, 'random');

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
});
afterEach(() => {
  jest.useRealTimers();
  draws.mockReset();
});

/** What a probe of a line that is away does: it fails at once, or nothing comes back for the five seconds of its limit. */
const troubles = {
  refused: () => Promise.reject(new LinkFailure('refused')),
  'a black hole': () =>
    new Promise<void>((_, reject) => setTimeout(() => reject(new LinkFailure('timeout')), 5 * second)),
};

/** @returns seconds from the return of the line to the first call that succeeds */
async function secondsToFirstSuccess(trouble: () => Promise<void>, awayForMs: number): Promise<number> {
  let isAway = true;
  const link = new Link({ name: 'diskominfo', probe: () => (isAway ? trouble() : Promise.resolve()) });
  link.start();
  for (let failure = 0; failure < 3; failure += 1) link.failed('timeout');
  expect(link.state).toBe('open');
  await jest.advanceTimersByTimeAsync(awayForMs);
  isAway = false;
  const back = Date.now();
  while (link.state === 'open') await jest.advanceTimersByTimeAsync(100);
  await link.call(() => Promise.resolve());
  link.stop();
  return (Date.now() - back) / second;
}

describe('the first success after a line’s return, by the ordinary settings', () => {
  it.each(Object.entries(troubles))(
    'comes within 50 seconds of the end of %s, at the slowest draw',
    async (_, trouble) => {
      draws.mockReturnValue(0.999_999);
      let slowest = 0;
      // Away for a second, up to an hour; and again and again between two of the rarest probes.
      const away = [1, 20, 3_600, ...Array.from({ length: 14 }, (_each, at) => 600 + at * 3)];
      for (const seconds of away) {
        slowest = Math.max(slowest, await secondsToFirstSuccess(trouble, seconds * second));
      }
      process.stdout.write(`link returns: slowest first success ${slowest.toFixed(1)} s\n`);
      expect(slowest).toBeLessThanOrEqual(50);
    },
  );
});
