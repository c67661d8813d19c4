import type { Promised, Span } from './service-clock.js';

/** One announcement of a request, as its history row or its event tells it. */
export interface Announced {
  /** `entered`, `delayed`, `resumed`; anything else does not touch the clock. */
  readonly says: string;
  readonly state: string;
  /** Of a wait, and of the state that waits for a recording. */
  readonly cause: string | null;
  readonly at: Date;
  /** Of the announcement that the file is complete. */
  readonly promised?: Promised | undefined;
}

/** All that the service clock needs of a request. */
export interface ServiceLedger {
  readonly promised: Promised | undefined;
  readonly holds: readonly (Span & { readonly cause: string })[];
  readonly transit: Span | undefined;
  /** When the card lay ready or the request ended; undefined while the clock runs. */
  readonly ended: Date | undefined;
}

const ends = ['ready_for_pickup', 'handed_over', 'rejected', 'withdrawn'];

/**
 * Reads the ledger from a request's announcements alone, in their sequence: the live tables must say the same. A state that
 * waits for somebody opens a hold of its own, and entering the next state ends whatever is open.
 */
export function readLedger(announced: readonly Announced[]): ServiceLedger {
  const holds: { cause: string; from: Date; to: Date | null }[] = [];
  let promised: Promised | undefined;
  let ended: Date | undefined;
  let expired: Date | undefined;
  let transit: { from: Date; to: Date | null } | undefined;
  const end = (at: Date, cause?: string) => {
    for (const hold of holds) if (hold.to === null && (cause === undefined || hold.cause === cause)) hold.to = at;
  };
  const begin = (cause: string, at: Date) => {
    if (!holds.some((hold) => hold.cause === cause && hold.to === null)) holds.push({ cause, from: at, to: null });
  };
  for (const { says, state, cause, at, ...rest } of announced) {
    if (says === 'delayed' && cause !== null) begin(cause, at);
    if (says === 'resumed' && cause !== null) end(at, cause);
    if (says !== 'entered') continue;
    end(at);
    if (state === 'correction_requested') begin('citizen', at);
    if (state === 'awaiting_recording' && cause !== null) begin(cause, at);
    if (state === 'in_transit') transit ??= { from: at, to: null };
    else if (transit?.to === null) transit.to = at;
    promised ??= rest.promised;
    if (ends.includes(state)) ended ??= at;
    // A document may wake it up again.
    expired = state === 'expired' ? at : undefined;
  }
  return { promised, holds, transit, ended: ended ?? expired };
}
