import fc from 'fast-check';
import type { World } from './printing-world.js';
import { holdsNow } from './printing-invariants.js';
import { printerFates } from './simulated-printer.js';
import { breaks, places } from './simulated-station.js';

/** What can be known without asking: enough to leave out what cannot be done now. */
export interface Known {
  announced: number;
}

type Command = fc.AsyncCommand<Known, World>;

/** Something that will happen, or does not reach the office by itself: nothing has changed yet. */
function plan(words: string, does: (world: World) => void): Command {
  return {
    check: () => true,
    run: (_, world) => {
      does(world);
      return Promise.resolve();
    },
    toString: () => words,
  };
}

/** One thing that happens, its words for a counterexample, and the invariants after it. */
function command(
  words: string,
  does: (world: World) => Promise<void>,
  may: (known: Known) => boolean = () => true,
): Command {
  return {
    check: (known) => may(known),
    run: async (known, world) => {
      if (words === 'a request is ready') known.announced += 1;
      await does(world);
      await holdsNow(world);
    },
    toString: () => words,
  };
}

const station = fc.nat({ max: 1 });
const isAny = ({ announced }: Known) => announced > 0;

const goesOn = station.map((at) => command(`station ${at} goes on`, async (world) => world.stations[at]?.tick()));
const hint = fc.tuple(station, fc.nat({ max: 5 })).map(([at, which]) =>
  command(
    `station ${at} is offered job ${which}`,
    async (world) => {
      const jobs = await world.jobs();
      const job = jobs[which % Math.max(1, jobs.length)];
      if (job) await world.stations[at]?.hint(job.id);
    },
    isAny,
  ),
);

/** Everything that may happen around two stations, in any order. */
export const printingCommands = fc.commands(
  [
    fc.constant(
      command(
        'a request is ready',
        (world) => world.announce(),
        ({ announced }) => announced < 3,
      ),
    ),
    // What makes things go on comes more often than what stops them.
    ...[goesOn, goesOn, goesOn, hint, hint],
    fc.tuple(station, fc.constantFrom(...places), fc.constantFrom(...breaks)).map(([at, place, how]) =>
      plan(`station ${at} will meet "${how}" at "${place}"`, (world) => {
        world.stations[at]?.ambush(place, how);
      }),
    ),
    fc.tuple(station, fc.constantFrom(...printerFates)).map(([at, fate]) =>
      plan(`the next card at ${at}: ${fate}`, (world) => {
        world.stations[at]?.printer.plan(fate);
      }),
    ),
    station.map((at) =>
      plan(`the jam at ${at} is cleared`, (world) => {
        world.stations[at]?.printer.clearJam();
      }),
    ),
    station.map((at) =>
      plan(`station ${at} loses power`, (world) => {
        world.stations[at]?.cutPower();
      }),
    ),
    station.map((at) => command(`station ${at} is turned on`, async (world) => world.stations[at]?.turnOn())),
    fc.tuple(station, fc.boolean()).map(([at, isUp]) =>
      plan(`the line of ${at} is ${isUp ? 'up' : 'cut'}`, (world) => {
        const one = world.stations[at];
        if (one) one.line = isUp;
      }),
    ),
    station.map((at) =>
      command(`station ${at} takes two cards along`, async (world) => world.stations[at]?.takeAlong(2)),
    ),
    station.map((at) => command(`station ${at} is back`, async (world) => world.stations[at]?.back())),
    fc.constantFrom(300, 900).map((seconds) =>
      command(`${seconds} seconds pass`, async (world) => {
        await world.later(seconds);
        await world.sweep();
      }),
    ),
    fc.constant(command('intake hears what ended', (world) => world.hearAbandoned(), isAny)),
    fc
      .nat({ max: 2 })
      .map((which) => command(`the citizen of request ${which} withdraws`, (world) => world.withdraw(which), isAny)),
    fc.constant(command('somebody looks in the trays', (world) => world.lookInTrays(), isAny)),
    station.map((at) => command(`two blanks come to ${at}`, (world) => world.receive(at, 2))),
  ],
  { maxCommands: 40, size: 'max' },
);
