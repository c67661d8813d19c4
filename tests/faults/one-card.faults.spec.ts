import './printing/quiet.js';
import 'reflect-metadata';
import { loadavg } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type PrintOffice, printOffice } from './printing/print-office.js';
import { printingCommands } from './printing/printing-commands.js';
import { booksAgree, comebacks, comeToRest } from './printing/printing-invariants.js';
import { printingWorld, type World } from './printing/printing-world.js';

/** 10,000 runs in the long suite, a sample of them otherwise; the seed is printed and can be given. */
const numRuns = Number(process.env.LOKET_RUNS ?? (process.env.LOKET_LONG ? 10_000 : 25));
const seed = Number(process.env.LOKET_SEED ?? (process.env.LOKET_LONG ? Date.now() % 1_000_000 : 20_261_124));

let place: PrintOffice;
beforeAll(async () => {
  place = await printOffice();
}, 60_000);
afterAll(() => place?.close(), 30_000);

describe('exactly one card', () => {
  it(`comes of a request, whatever breaks wherever (${numRuns} runs, seed ${seed})`, async () => {
    const before = performance.now();
    let commands = 0;
    let cards = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(printingCommands, fc.constantFrom(...comebacks), async (given, comeback) => {
        const world: World = printingWorld(place);
        try {
          for (const station of world.stations) await station.turnOn();
          await world.receive(0, 2);
          await world.announce();
          await fc.asyncModelRun(() => ({ model: { announced: 1 }, real: world }), given);
          await comeToRest(world, comeback);
          await booksAgree(world, place);
          commands += [...given].length;
          cards += world.fed().length;
          runs += 1;
          if (runs % 500 === 0) process.stdout.write(`${runs} runs hold, load ${loadavg()[0]?.toFixed(1)}\n`);
        } finally {
          await world.stop();
        }
      }),
      { numRuns, seed, endOnFailure: true },
    );
    const seconds = Math.round((performance.now() - before) / 1_000);
    process.stdout.write(
      `seed ${seed}: ${numRuns} runs, ${commands} commands, ${cards} cards in ${seconds} s, load ${loadavg()[0]?.toFixed(1)}\n`,
    );
    expect(cards).toBeGreaterThan(0);
  }, 7_200_000);
});
