import type { Outcome, Printer, PrinterState, Work } from '../../../apps/print-station/src/printers/printer.js';

/** A card that came out: the physical truth, whatever anybody says of it. */
export interface FedCard extends Work {
  readonly isGood: boolean;
}

/**
 * What becomes of the next card. `jams`: it stays in the printer until somebody clears it. The last four take the
 * station's power; with `both` the printer forgets its jobs too, as a printer does.
 */
export const printerFates = [
  'good',
  'spoiled',
  'refused',
  'jams',
  'aborts-before-feeding',
  'aborts-after-feeding',
  'station-dies-printer-goes-on',
  'both-die-before-feeding',
  'both-die-after-feeding',
] as const;
export type PrinterFate = (typeof printerFates)[number];

interface Job {
  readonly work: Work;
  state: 'waiting' | 'completed' | 'aborted';
  readonly watchers: (() => void)[];
}

/** One life of a station at its printer: `die` takes its power. */
export interface Plug {
  readonly isDead: () => boolean;
  readonly die: () => void;
}

/** A printer with a memory of its own, which outlives the station and does not outlive its own power cut. */
export interface SimulatedPrinter {
  readonly fed: readonly FedCard[];
  /** Fates of the cards to come, in order; good ones after the last. */
  plan(fate: PrinterFate): void;
  clearJam(): void;
  /** Takes a card out that is stuck: it will never be fed. */
  takeOut(work: Pick<Work, 'jobId'>): void;
  /** The driver of one life of the station. */
  driver(plug: Plug): Printer;
}

const never = new Promise<never>(() => undefined);
const keyOf = ({ jobId, attempt }: Pick<Work, 'jobId' | 'attempt'>) => `${jobId}:${attempt}`;

export function simulatedPrinter(): SimulatedPrinter {
  const fed: FedCard[] = [];
  const plans: PrinterFate[] = [];
  const memory = new Map<string, Job>();

  const feed = ({ jobId, attempt, serial }: Work, isGood = true) => fed.push({ jobId, attempt, serial, isGood });
  const end = (job: Job, state: 'completed' | 'aborted') => {
    job.state = state;
    for (const watcher of job.watchers.splice(0)) watcher();
  };
  const outcomeOf = async (job: Job): Promise<Outcome> => {
    while (job.state === 'waiting') await new Promise<void>((resolve) => job.watchers.push(resolve));
    return { said: job.state === 'completed' ? 'complete' : 'abort' };
  };

  async function print(work: Work, plug: Plug): Promise<Outcome> {
    const job: Job = { work, state: 'waiting', watchers: [] };
    const fate = plans.shift() ?? 'good';
    if (fate === 'refused') return { said: 'not-fed' };
    memory.set(keyOf(work), job);
    switch (fate) {
      case 'good':
        feed(work);
        end(job, 'completed');
        break;
      case 'spoiled':
        feed(work, false);
        end(job, 'aborted');
        return { said: 'spoil', reason: 'garis' };
      case 'jams':
        break;
      case 'aborts-before-feeding':
        end(job, 'aborted');
        break;
      case 'aborts-after-feeding':
        feed(work);
        end(job, 'aborted');
        break;
      case 'station-dies-printer-goes-on':
        plug.die();
        feed(work);
        end(job, 'completed');
        break;
      case 'both-die-before-feeding':
        memory.clear();
        plug.die();
        break;
      case 'both-die-after-feeding':
        feed(work);
        memory.clear();
        plug.die();
        break;
    }
    const outcome = plug.isDead() ? await never : await outcomeOf(job);
    return plug.isDead() ? never : outcome;
  }

  async function resume(work: Work, plug: Plug): Promise<Outcome> {
    const job = memory.get(keyOf(work));
    const outcome = job ? await outcomeOf(job) : ({ said: 'abort' } as const);
    return plug.isDead() ? never : outcome;
  }

  const state = (): PrinterState => ({ state: 'ready', reasons: [] });
  return {
    fed,
    plan: (fate) => plans.push(fate),
    clearJam: () => {
      for (const job of memory.values()) {
        if (job.state !== 'waiting') continue;
        feed(job.work);
        end(job, 'completed');
      }
    },
    takeOut: ({ jobId }) => {
      for (const job of memory.values()) if (job.work.jobId === jobId && job.state === 'waiting') end(job, 'aborted');
    },
    driver: (plug) => ({
      driver: 'ipp',
      state: () => Promise.resolve(state()),
      chooseBlank: () => Promise.resolve('next'),
      print: (work) => print(work, plug),
      lookAfter: () => Promise.resolve('at-it'),
      resume: (work) => resume(work, plug),
    }),
  };
}
