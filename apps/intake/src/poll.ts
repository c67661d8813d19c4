import { inSpan, logger } from '#observability';
import { laterAct } from './later-act.js';

const log = logger('due');
const batch = 20;

/** A row that is due; the traceparent of the application it belongs to, if it does. */
export interface Due {
  readonly id: string;
  readonly traceparent?: string | null;
}

/** One kind of due work. A row is handled in a transaction of its own, so that a bad one holds up nobody. */
export interface DueWork {
  readonly name: string;
  readonly everyMs: number;
  /** Up to `limit` due rows; a look only, nothing is locked. */
  find(limit: number): Promise<readonly Due[]>;
  /** Locks the row, skipping one that another replica holds, looks whether it is still due, and does the work. */
  handle(id: string): Promise<void>;
}

/**
 * Does due work again and again, each kind at its pace and never twice at once in this process.
 * @returns stops it and waits for what is under way
 */
export function poll(works: readonly DueWork[]): () => Promise<void> {
  let stopped = false;
  const timers = new Map<DueWork, NodeJS.Timeout>();
  const running = new Map<DueWork, Promise<void>>();
  const schedule = (work: DueWork): void => {
    if (stopped) return;
    const run = () =>
      void running.set(
        work,
        rounds(work, () => stopped).finally(() => schedule(work)),
      );
    timers.set(work, setTimeout(run, work.everyMs));
  };
  for (const work of works) schedule(work);
  return async () => {
    stopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
    await Promise.all(running.values());
  };
}

async function rounds(work: DueWork, isStopped: () => boolean): Promise<void> {
  try {
    for (let more = true; more && !isStopped();) {
      const due = await work.find(batch);
      let done = 0;
      for (const row of due) {
        if (isStopped()) return;
        if (await handle(work, row)) done += 1;
      }
      // A full batch means that more is due; where nothing of it succeeded, the next round may.
      more = due.length === batch && done > 0;
    }
  } catch (error) {
    log.error({ err: error }, `${work.name} cannot look for what is due; it is tried again`);
  }
}

async function handle(work: DueWork, { id, traceparent }: Due): Promise<boolean> {
  try {
    await inSpan(work.name, laterAct(traceparent), () => work.handle(id));
    return true;
  } catch (error) {
    log.error({ err: error }, `${work.name} failed on one row; it is tried again`);
    return false;
  }
}
