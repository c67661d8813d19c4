import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../scripts/clerk.mjs';
import { replay } from '../../scripts/replay-system.mjs';
import { seededRandom } from '../../scripts/seeded-random.mjs';
import { type CuttableSystem, cuttableSystem } from '../journeys/cut-lines.js';
import { type Fault, faults } from './catalogue.js';

/**
 * Each fault of the catalogue while requests are played, then random pairs of them: heal, rest, and nothing is lost and
 * nothing doubled. In `npm test` one fault and one pair; LOKET_PAIRS says how many pairs the long suite plays.
 */
const isLong = Boolean(process.env.LOKET_LONG);
const seed = Number(process.env.LOKET_SEED ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));
const pairs = Number(process.env.LOKET_PAIRS ?? (isLong ? 200 : 1));
const random = seededRandom(seed);
const singles = isLong ? faults : [random.pick(faults)];
const chosenPairs = Array.from({ length: Math.max(1, pairs) }, () => random.shuffled(faults).slice(0, 2));

let on: CuttableSystem;
beforeAll(async () => {
  on = await cuttableSystem(
    'faults',
    {},
    {
      waitSeconds: { 'loket.wait.5s': 2, 'loket.wait.1m': 5, 'loket.wait.10m': 15, 'loket.wait.1h': 30 },
    },
  );
}, 180_000);
afterAll(async () => {
  await on?.stop();
}, 90_000);

async function holdsUnder(chosen: readonly Fault[], run: number): Promise<void> {
  const began = performance.now();
  const said: string[] = [];
  const result = await replay({
    system: on.system,
    password: on.system.keys.firstAdmin.password,
    applications: 12,
    seed: seed + run,
    atOnce: 12,
    log: (line) => said.push(line),
    disturb: async () => {
      const ends = await Promise.all(chosen.map((fault) => fault.begin(on)));
      await pause(1_000 * Math.max(...chosen.map((fault) => fault.lasts)) * (isLong ? 2 : 1));
      for (const end of ends) await end();
    },
  });
  const told = result.findings.map(({ id, says, count, examples }) => `${id} ${says}: ${count} ${examples.join('; ')}`);
  const name = chosen.map((fault) => `${fault.number} ${fault.says}`).join(' + ');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`seed ${seed}: ${name}: ${seconds} s: ${told.length === 0 ? 'holds' : told.join(' | ')}\n`);
  expect({ told, said: told.length > 0 ? said.slice(-20) : [] }).toEqual({ told: [], said: [] });
  // The next one begins with everybody back at work.
  await waitFor(
    'every process to be ready',
    async () => {
      for (const url of [
        'intake',
        'documentValidation',
        'printingQueue',
        'notification',
        'console',
        'station',
      ] as const)
        if (!(await fetch(`${on.system.urls[url]}/health/ready`)).ok) return false;
      return true;
    },
    90_000,
  );
}

describe(`a fault while requests are played (seed ${seed})`, () => {
  it.each(singles.map((fault, index) => ({ ...fault, index })))(
    '$number: $says',
    ({ index }) => holdsUnder([singles[index] as Fault], index),
    400_000,
  );
});

(pairs > 0 ? describe : describe.skip)(`two faults at once (seed ${seed})`, () => {
  it.each(
    chosenPairs.map((pair, index) => ({ name: pair.map((one) => `${one.number} ${one.says}`).join(' + '), index })),
  )('$name', ({ index }) => holdsUnder(chosenPairs[index] ?? [], 1_000 + index), 400_000);
});
