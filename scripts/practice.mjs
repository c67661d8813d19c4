// npm run practice -- [NAME …] [--wait SECONDS] [--region NAME]: plays the citizens' side of the exercises in docs/practice.md in a
// running practice system; all of them unless some are named. Never anywhere else: they break the printer and the network.
import { parseArgs } from 'node:util';
import { SetupError } from './ports.mjs';
import { printFailure } from './progress.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';

// This script is about practice systems alone; said before the rest reads which system is meant.
process.argv.push('--practice');
const { findRunningSystem } = await import('./running-system.mjs');

try {
  if (!(await continuedUnderProjectNode(import.meta.filename))) await practise();
} catch (error) {
  printFailure(error);
  process.exit(1);
}

async function practise() {
  const { exercises } = await import('./play-exercises.mjs');
  const { readRegion } = await import('./region.mjs');
  const { placesOf } = await import('./region-places.mjs');
  const { values, positionals } = parseArgs({
    ...{ options: { wait: { type: /** @type {const} */ ('string'), default: '60' } }, allowPositionals: true },
  });
  const names = exercises.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new SetupError(`there is no exercise ${unknown}; there are ${names.join(', ')}`);
  const system = findRunningSystem();
  if (!system) throw new SetupError('no practice system runs; start one: npm start -- --practice');
  const chosen = exercises.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  for (const { name, task, play } of chosen) {
    console.log(`\nLATIHAN ${name}\n  Tugas petugas: ${task}\n`);
    await play({
      urls: system.urls,
      printerJams: await answers(`${system.urls.printer}/_faults`),
      places: await placesOf(readRegion({ REGION_FILE: system.regionFile }).region),
      waitSeconds: Number(values.wait),
      patienceMs: 30 * 60_000,
      say: (who, text) => console.log(`  ${who.padEnd(9)} ${text}`),
    });
  }
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
