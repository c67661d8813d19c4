import { type Failing, failingOf } from './link-failure.js';

/** The ways over which the same far side is reached. */
export const ways = ['primary', 'backup'] as const;
export type Way = (typeof ways)[number];

export interface CircuitOptions {
  readonly way: Way;
  readonly probe: (signal: AbortSignal) => Promise<void>;
  /** Network failures in a row that open the circuit. */
  readonly failuresToOpen: number;
  /** First pause between probes, in ms, doubling to 30 times it. */
  readonly probeEveryMs: number;
  /** It went down or came up. */
  readonly onTurn: (circuit: Circuit) => void;
}

/** How a way that carries nothing is looked after: probed every so often, given up after so many bad probes in a row. */
export interface Watch {
  readonly everyMs: number;
  readonly tolerates: number;
}

const goodProbesNeeded = 3;
const probeLimitMs = 5_000;

/** Whether one way works: up until it fails several times in a row, down until three probes in a row were good. */
export class Circuit {
  private up = true;
  private turnedAt = new Date();
  private last: Failing | undefined;
  private inARow = 0;
  private goodProbes = 0;
  private probes = 0;
  private watched: Watch | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly options: CircuitOptions) {}

  get way(): Way {
    return this.options.way;
  }

  get isUp(): boolean {
    return this.up;
  }

  /** When it last went down or came up. */
  get since(): Date {
    return this.turnedAt;
  }

  /** Why it is, or was last, down. */
  get failing(): Failing | undefined {
    return this.last;
  }

  start(): void {
    this.stopped = false;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Counts a failure. @param tolerates failures in a row that are still none */
  failed(failing: Failing, tolerates = this.options.failuresToOpen): void {
    this.inARow += 1;
    if (this.up && this.inARow >= tolerates) this.open(failing);
  }

  succeeded(): void {
    this.inARow = 0;
  }

  /** Takes the way for down at once. @param at since when: a process that begins goes on with what was known */
  open(failing: Failing, at = new Date()): void {
    const wasUp = this.up;
    this.last = failing;
    this.up = false;
    if (wasUp) this.turnedAt = at;
    this.probes = 0;
    this.goodProbes = 0;
    this.plan();
    if (wasUp) this.options.onTurn(this);
  }

  /** Looks after a way that carries nothing; undefined: its calls show how it is. */
  watch(how: Watch | undefined): void {
    if (this.watched?.everyMs === how?.everyMs && this.watched?.tolerates === how?.tolerates) return;
    this.watched = how;
    this.plan();
  }

  private plan(): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    const pause = this.up ? this.watched?.everyMs : this.pauseWhileDown();
    if (pause === undefined) return;
    this.timer = setTimeout(() => void this.probe(), pause * (0.8 + Math.random() * 0.4));
  }

  private pauseWhileDown(): number {
    const first = this.options.probeEveryMs;
    const rest = (this.last?.until?.getTime() ?? 0) - Date.now();
    // A little later than promised, never earlier: the jitter below takes a fifth off.
    if (rest > 0) return rest / 0.8 + first;
    // Once a probe was good the next ones follow quickly; else the pause doubles up to thirty times the first.
    return this.goodProbes > 0 ? first : Math.min(first * 30, first * 2 ** Math.min(this.probes, 5));
  }

  private async probe(): Promise<void> {
    this.probes += 1;
    const failing = await badOf(this.options.probe);
    if (this.stopped) return;
    if (this.up) {
      if (failing) this.failed(failing, this.watched?.tolerates);
      else this.succeeded();
    } else if (failing) {
      this.goodProbes = 0;
      // A bad probe may tell more than was known: that the quota is still used up, and until when.
      if (failing.until) this.last = failing;
    } else {
      this.goodProbes += 1;
      if (this.goodProbes >= goodProbesNeeded) return this.close();
    }
    this.plan();
  }

  private close(): void {
    this.up = true;
    this.turnedAt = new Date();
    this.inARow = 0;
    this.plan();
    this.options.onTurn(this);
  }
}

/** Probes once. @returns what is wrong, or undefined when all is well */
async function badOf(probe: CircuitOptions['probe']): Promise<Failing | undefined> {
  const limit = AbortSignal.timeout(probeLimitMs);
  const late = new Promise<never>((_, reject) =>
    limit.addEventListener('abort', () => reject(new Error('probe timed out'))),
  );
  try {
    await Promise.race([probe(limit), late]);
    return undefined;
  } catch (error) {
    return failingOf(error) ?? { cause: limit.aborted ? 'timeout' : 'server-error' };
  }
}
