import { z } from 'zod';

/**
 * What `PUT /_faults` understands in every stand-in. The body replaces all faults; `{}` ends them.
 * They work on what services ask of the outside world, never on the `/_…` pages.
 */
export const networkFaults = {
  /** Wait before the request is even looked at. */
  latencyMs: z.number().int().min(0).optional(),
  /** Refuse connections (with WIRE_PORT: the listening socket is closed), or reset them at the first byte. */
  refuse: z.boolean().optional(),
  /** Accept, and never answer. */
  blackHole: z.boolean().optional(),
  /** Do the work, send this many bytes of the answer's body, reset. */
  cutAfterBytes: z.number().int().min(0).optional(),
  /** Do the work, then reset without a byte. */
  loseReply: z.boolean().optional(),
  /** Only on requests of these kinds, as `GET /_log` names them. */
  only: z.array(z.string()).min(1).optional(),
  /** Only on the next so many requests; then all is well again. */
  count: z.number().int().min(1).optional(),
  /** Only for so long. */
  forMs: z.number().int().min(1).optional(),
};

const network = z.object(networkFaults);
export type NetworkFaults = z.infer<typeof network>;

export interface Faults<Set extends NetworkFaults> {
  current(): Set;
  put(next: Set): void;
  /** The faults that meet this request, perhaps none; counts it. */
  meet(kind: string): Set;
  onChange(listener: (now: Set) => void): void;
}

export function faultsOf<Set extends NetworkFaults>(none: Set): Faults<Set> {
  let now = none;
  let timer: NodeJS.Timeout | undefined;
  const listeners: ((now: Set) => void)[] = [];

  function put(next: Set): void {
    clearTimeout(timer);
    now = next;
    if (next.forMs !== undefined) timer = setTimeout(() => put(none), next.forMs).unref();
    for (const listener of listeners) listener(now);
  }

  return {
    current: () => now,
    put,
    meet(kind) {
      const met = now;
      if (met.only !== undefined && !met.only.includes(kind)) return none;
      if (met.count === 1) put(none);
      else if (met.count !== undefined) now = { ...met, count: met.count - 1 };
      return met;
    },
    onChange: (listener) => listeners.push(listener),
  };
}
