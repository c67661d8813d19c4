import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** This run of the station: who it is to the office, and when it has to stop. */
@Injectable()
export class StationRun {
  readonly bootId = randomUUID();
  private readonly controller = new AbortController();
  private readonly loops: Promise<void>[] = [];
  /** False until the office has taken the journal of the runs before. */
  mayClaim = false;

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get stopped(): boolean {
    return this.controller.signal.aborted;
  }

  /** Waits, or returns at once when the station stops. */
  async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.signal, ref: false }).catch(() => undefined);
  }

  /** Runs work until the station stops; `stop` waits for it. */
  inBackground(work: () => Promise<void>): void {
    this.loops.push(work());
  }

  async stop(): Promise<void> {
    this.controller.abort();
    await Promise.race([Promise.allSettled(this.loops), pause(5_000, undefined, { ref: false })]);
  }
}
