import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for a condition, looking every 25 ms: tests wait for what should happen, never for a time.
 * @param look answers with a truthy value when it is so; its last answer or error is told when time runs out
 * @throws Error after `withinMs` (default 15,000)
 */
export async function eventually<T>(
  look: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  { withinMs = 15_000, what = 'the condition' }: { withinMs?: number; what?: string } = {},
): Promise<T> {
  const end = performance.now() + withinMs;
  let last = '';
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
      last = `last seen: ${JSON.stringify(seen)}`;
    } catch (error) {
      last = `last error: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (performance.now() > end) throw new Error(`${what} did not come about within ${withinMs} ms (${last})`);
    await pause(25);
  }
}
