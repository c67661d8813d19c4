import { logger } from '#observability';

const log = logger('due');
const batch = 20;

/** One kind of due work: takes up to `limit` due rows under `skip locked` and answers how many it found. */
export interface DueWork {
  readonly name: string;
  readonly everyMs: number;
  run(limit: number): Promise<number>;
}

/**
 * Does due work again and again, each kind at its pace and never twice at once in this process; replicas share the rows
 * by `skip locked`.
 * @returns stops it and waits for what is under way
 */
export function poll(works: readonly DueWork[]): () => Promise<void> {
  let stopped = false;
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  const round = async (work: DueWork): Promise<void> => {
    try {
      // A full batch means that more is due.
      while (!stopped && (await work.run(batch)) >= batch);
    } catch (error) {
      log.error({ err: error }, `${work.name} failed; it is tried again`);
    }
  };
  const schedule = (work: DueWork): void => {
    if (stopped) return;
    timers.set(
      work.name,
      setTimeout(() => {
        const done = round(work).finally(() => schedule(work));
        running.set(work.name, done);
      }, work.everyMs),
    );
  };
  for (const work of works) schedule(work);
  return async () => {
    stopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
    await Promise.all(running.values());
  };
}
