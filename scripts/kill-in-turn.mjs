// Faults of a replay: SIGKILL to one process after another, in an order that the seed decides, each back before the next goes.
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from './seeded-random.mjs';

/**
 * @param {object} settings
 * @param {string[]} settings.victims
 * @param {number} settings.seed
 * @param {(name: string) => Promise<boolean>} settings.kill  false when it is not there to be killed
 * @param {(name: string) => Promise<boolean>} settings.isBack
 * @param {(line: string) => void} settings.log
 */
export function killInTurn({ victims, seed, kill, isBack, log }) {
  const random = seededRandom(seed ^ 0x5eed);
  /** @type {string[]} */
  const killed = [];
  let going = true;
  const turns = (async () => {
    while (going) {
      for (const name of random.shuffled(victims)) {
        if (!going) return;
        await pause(2_000 + random.next() * 3_000);
        if (!going) return;
        if (!(await kill(name))) continue;
        killed.push(name);
        log(`killed ${name}`);
        for (const end = Date.now() + 90_000; Date.now() < end && !(await isBack(name));) await pause(200);
      }
    }
  })();
  return {
    killed,
    /** Every victim was killed at least once. */
    hasTurnedOnce: () => victims.every((name) => killed.includes(name)),
    async end() {
      going = false;
      await turns;
    },
  };
}
