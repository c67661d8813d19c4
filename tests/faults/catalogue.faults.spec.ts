import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seededRandom } from '../../scripts/seeded-random.mjs';
import { type CuttableSystem, cuttableSystem } from '../journeys/cut-lines.js';
import { type Fault, faults } from './catalogue.js';
import { keepEvidence, nameOf, playFaults } from './play-fault.js';

/**
 * Each fault of the catalogue while requests are played, then random pairs of them: heal, rest, and nothing is lost and
 * nothing doubled. In `npm test` one fault and one pair; LOKET_PAIRS says how many pairs the long suite plays, and
 * LOKET_SHARD=1/3 that this run plays every third of the seed's list, beside two others.
 */
const isLong = Boolean(process.env.LOKET_LONG);
const seed = Number(process.env.LOKET_SEED ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));
const pairs = Number(process.env.LOKET_PAIRS ?? (isLong ? 200 : 1));
const [shard = 1, shards = 1] = (process.env.LOKET_SHARD ?? '1/1').split('/').map(Number);
const times = isLong ? 2 : 1;
const random = seededRandom(seed);
const singles = isLong ? faults : [random.pick(faults)];
const chosenPairs = Array.from({ length: Math.max(1, pairs) }, () => random.shuffled(faults).slice(0, 2));

const runsOf = (word: string, lists: readonly (readonly Fault[])[], firstSeed: number) =>
  lists
    .map((list, index) => ({
      name: `seed ${seed}, ${word} ${index + 1}`,
      title: nameOf(list),
      faults: list,
      ...{ seed: firstSeed + index, times },
    }))
    .filter((_, index) => index % shards === shard - 1);
const runs = {
  single: runsOf(
    'single',
    singles.map((one) => [one]),
    seed,
  ),
  pair: runsOf('pair', chosenPairs, seed + 1_000),
};

let on: CuttableSystem | undefined;

async function freshSystem(): Promise<CuttableSystem> {
  const waitSeconds = { 'loket.wait.5s': 2, 'loket.wait.1m': 5, 'loket.wait.10m': 15, 'loket.wait.1h': 30 };
  return cuttableSystem('faults', {}, { waitSeconds });
}

beforeAll(async () => {
  on = await freshSystem();
}, 180_000);
afterAll(async () => {
  await on?.stop();
}, 90_000);

async function holdsUnder(run: (typeof runs)['pair'][number]): Promise<void> {
  on ??= await freshSystem();
  const seen = await playFaults(on, run);
  if (seen.told.length > 0) {
    // What went wrong stays wrong: the next one begins on a system without it.
    seen.said.push(`kept in ${await keepEvidence(on, run.name)}`);
    await on.stop();
    on = undefined;
  }
  expect(seen).toEqual({ told: [], said: [] });
}

// A whole run has its own time-outs; this one only ends what hangs.
const longest = 900_000;

(runs.single.length > 0 ? describe : describe.skip)('a fault while requests are played', () => {
  it.each(runs.single)('$name: $title', holdsUnder, longest);
});

(pairs > 0 && runs.pair.length > 0 ? describe : describe.skip)('two faults at once', () => {
  it.each(runs.pair)('$name: $title', holdsUnder, longest);
});
