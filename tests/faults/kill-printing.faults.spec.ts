import { loadavg } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { missingForRealPrinter } from '../../apps/print-station/test/real-printer.js';
import { seededRandom } from '../../scripts/seeded-random.mjs';
import { type PrintLine, printLine } from './printing/print-line.js';
import { type ProtocolStep, protocolSteps, stopAt, type Victim, victims } from './printing/protocol-steps.js';

/** 60 kills in the long suite, one of each process otherwise; the seed is printed and can be given. */
const runs = Number(process.env.LOKET_RUNS ?? (process.env.LOKET_LONG ? 60 : 3));
const seed = Number(process.env.LOKET_SEED ?? (process.env.LOKET_LONG ? Date.now() % 1_000_000 : 20_261_124));
const random = seededRandom(seed);

/** The victims take turns, each through all steps in an order that the seed decides, again and again. */
const steps = Object.keys(protocolSteps) as ProtocolStep[];
const orders = victims.map(() =>
  Array.from({ length: Math.ceil(runs / victims.length / steps.length) }, () => random.shuffled(steps)).flat(),
);
const kills = Array.from({ length: runs }, (_, at): [ProtocolStep, Victim] => {
  const turn = at % victims.length;
  return [orders[turn]?.[Math.floor(at / victims.length)] ?? 'claim asked', victims[turn] ?? 'print-station'];
});
const within = { withinMs: 90_000 };

let line: PrintLine;
beforeAll(async () => {
  if (missingForRealPrinter.length === 0) line = await printLine('kills');
}, 180_000);
afterAll(() => line?.stop(), 60_000);

/** One request whose printing is cut at a step. @returns how many of its jobs were put aside */
async function printWithKill(step: ProtocolStep, victim: Victim): Promise<number> {
  const stopped = stopAt(step, line.gates);
  const applicationId = await line.announce();
  const caught = await stopped;
  await line.kill(victim);
  // The request of a dead station may have left it or not; that of a living one goes on, and finds what it finds.
  caught.letGo(victim === 'print-station' && random.chance(0.5) ? 'drop' : 'on');
  await line.bringBack(victim);
  const settled = new Set<string>();
  const announced = new Set<number>();
  const last = await eventually(
    async () => {
      const job = (await line.jobsOf(applicationId)).at(-1);
      if (job?.state === 'held' && !settled.has(job.id)) {
        settled.add(job.id);
        await line.settle(job);
      }
      if (job?.state === 'abandoned' && !announced.has(job.answers)) {
        announced.add(job.answers);
        await line.announce(applicationId, job.answers + 2);
      }
      return job?.state === 'completed' ? job : undefined;
    },
    { ...within, what: `the card after ${victim} was killed at "${step}"` },
  );
  const jobs = await line.jobsOf(applicationId);
  const cards = (await line.printed()).filter(({ jobName }) => jobs.some(({ id }) => jobName.includes(id)));
  expect(cards.map(({ jobName }) => jobName)).toEqual([expect.stringContaining(last.id)]);
  return settled.size;
}

const describeWithPrinter = missingForRealPrinter.length === 0 ? describe : describe.skip;

describeWithPrinter('SIGKILL at a step of the printing protocol (needs ippeveprinter)', () => {
  it(`leaves one card a request, and books that agree with the printer (${runs} kills, seed ${seed})`, async () => {
    const before = performance.now();
    let held = 0;
    for (const [step, victim] of kills) held += await printWithKill(step, victim);
    await booksAgreeWithPrinter();
    const seconds = Math.round((performance.now() - before) / 1_000);
    process.stdout.write(
      `seed ${seed}: ${runs} kills, ${held} put aside for a person, in ${seconds} s, load ${loadavg()[0]?.toFixed(1)}\n`,
    );
  }, 3_600_000);
});

async function booksAgreeWithPrinter(): Promise<void> {
  const fed = (await line.printed()).map(({ jobName }) => jobName).toSorted();
  const completed = await line.query<{ name: string; serial: string }>(
    `select 'loket-' || id || '-' || attempt as name, serial from printing_queue.print_job where state = 'completed' order by 1`,
  );
  expect(fed).toEqual(completed.map(({ name }) => name));
  expect(new Set(completed.map(({ serial }) => serial)).size).toBe(fed.length);
  const [stock] = await line.query<{ counted: number; moved: number; inStock: number; used: number; reserved: number }>(
    `select (select sum(blanks_counted)::int from printing_queue.station) as counted,
            (select sum(quantity)::int from printing_queue.blank_movement) as moved,
            (select count(*)::int from printing_queue.blank where state = 'in_stock') as "inStock",
            (select count(*)::int from printing_queue.blank where state = 'used') as used,
            (select count(*)::int from printing_queue.blank where state = 'reserved') as reserved`,
  );
  const left = 400 - fed.length;
  expect(stock).toEqual({ counted: left, moved: left, inStock: left, used: fed.length, reserved: 0 });
  const open = await line.query(
    `select id from printing_queue.print_job where state not in ('completed', 'abandoned')`,
  );
  expect(open).toEqual([]);
}
