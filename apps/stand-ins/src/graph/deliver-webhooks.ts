import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Faults } from '../faults.js';
import type { Journal } from '../journal.js';
import type { GraphFaults } from './graph-faults.js';
import { sign, wireForm } from './sign-webhook.js';

/** The queue of webhooks on disk: each `due` line is delivered until its `done` line. */
export const webhookLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('due'), id: z.string(), dueAt: z.number(), body: z.unknown() }),
  z.object({ kind: z.literal('done'), id: z.string(), attempts: z.number() }),
]);

export interface Webhooks {
  /** Posts it after `delayMs`, again and again until the answer is 200. */
  post(body: unknown, delayMs?: number): void;
  pending(): number;
  stop(): void;
}

interface Due {
  id: string;
  bytes: Buffer;
  attempts: number;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;
const answerWithinMs = 10_000;
const atOnce = 16;

/**
 * Delivers webhooks as Meta does: signed, ASCII-escaped, at least once, without order, and again with growing pauses after
 * any answer but 200. Kept on disk, so that a killed stand-in goes on where it was.
 */
export function deliverWebhooks(options: {
  url: string;
  appSecret: string;
  journal: Journal<z.infer<typeof webhookLine>>;
  faults: Faults<GraphFaults>;
}): Webhooks {
  const { url, appSecret, journal, faults } = options;
  const waiting = new Map<string, Due>();
  const ready: Due[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let busy = 0;
  let stopped = false;

  function later(due: Due, delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      ready.push(due);
      work();
    }, delayMs);
    timers.add(timer);
  }

  function work(): void {
    while (!stopped && faults.current().holdWebhooks !== true && busy < atOnce) {
      const due = ready.shift();
      if (due === undefined) return;
      busy += 1;
      void attempt(due).finally(() => {
        busy -= 1;
        work();
      });
    }
  }

  async function attempt(due: Due): Promise<void> {
    const copies = Array.from({ length: 1 + (faults.current().duplicateWebhooks ?? 0) }, () => post(due.bytes));
    due.attempts += 1;
    const answers = await Promise.all(copies);
    if (answers.every((status) => status === 200)) {
      journal.append({ kind: 'done', id: due.id, attempts: due.attempts });
      waiting.delete(due.id);
    } else if (!stopped) {
      later(due, Math.min(firstPauseMs * 2 ** (due.attempts - 1), longestPauseMs));
    }
  }

  async function post(bytes: Buffer): Promise<number | undefined> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(bytes, appSecret) },
        body: new Uint8Array(bytes),
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return undefined;
    }
  }

  function take(id: string, body: unknown, delayMs: number): void {
    const due = { id, bytes: wireForm(body), attempts: 0 };
    waiting.set(id, due);
    later(due, delayMs + (faults.current().reorderWebhooks === true ? Math.random() * 1_500 : 0));
  }

  const done = new Set(journal.lines().flatMap((line) => (line.kind === 'done' ? [line.id] : [])));
  for (const line of journal.lines()) {
    if (line.kind === 'due' && !done.has(line.id)) take(line.id, line.body, Math.max(0, line.dueAt - Date.now()));
  }
  faults.onChange(work);

  return {
    post(body, delayMs = 0) {
      const id = randomUUID();
      journal.append({ kind: 'due', id, dueAt: Date.now() + delayMs, body });
      take(id, body, delayMs);
    },
    pending: () => waiting.size,
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
