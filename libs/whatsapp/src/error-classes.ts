/** What to do about an error of the Cloud API. The same codes come at once, or later in a `failed` status. */
export type ErrorClass =
  /** Capped exponential back-off with jitter, then dead letter. */
  | 'retry'
  /** Throughput: turn the token bucket down, then again. */
  | 'slow_sender'
  /** Too many to this one person: hold this recipient only, 4^n seconds. */
  | 'slow_pair'
  /** Pause the queue and page a person; do not hammer. */
  | 'stop_sender'
  /** The access token or its rights: pause the queue, keep the messages, alert. */
  | 'token'
  /** The 24-hour window is shut: send the mapped utility template once. */
  | 'needs_template'
  /** This person can't be reached on WhatsApp: use SMS or the counter. */
  | 'unreachable'
  /** No retry on the same day. */
  | 'not_now'
  /** Our bug or configuration: dead letter and alert. */
  | 'our_fault'
  /** Upload again and send by id, twice at most. */
  | 'media';

interface Row {
  class: ErrorClass;
  codes: readonly (number | readonly [from: number, to: number])[];
}

/** The error table of the whatsapp contract, 1.10, as data. */
export const errorTable: readonly Row[] = [
  { class: 'retry', codes: [2, 131000, 131016, 131057, 133004, 4, 80007] },
  { class: 'slow_sender', codes: [130429] },
  { class: 'slow_pair', codes: [131056] },
  { class: 'stop_sender', codes: [131048, 368, 131031, 130497, 131042, 131045, 131064] },
  { class: 'token', codes: [190, 0, 3, 10, [200, 299], 131005] },
  { class: 'needs_template', codes: [131047] },
  { class: 'unreachable', codes: [131026, 131021, 131030, 137000, 131062] },
  { class: 'not_now', codes: [131049, 130472, 131050] },
  {
    class: 'our_fault',
    codes: [
      100, 33, 131008, 131009, 131051, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069,
    ],
  },
  { class: 'media', codes: [131052, 131053] },
];

/** The class of a code; an unknown one is `retry` for a 5xx answer and `our_fault` otherwise, and worth an alert (`known: false`). */
export function classifyError(code: number | undefined, httpStatus?: number): { class: ErrorClass; known: boolean } {
  const row = errorTable.find(({ codes }) =>
    codes.some((entry) =>
      typeof entry === 'number' ? entry === code : code !== undefined && code >= entry[0] && code <= entry[1],
    ),
  );
  if (row !== undefined) return { class: row.class, known: true };
  return { class: httpStatus !== undefined && httpStatus >= 500 ? 'retry' : 'our_fault', known: false };
}

/** How long to hold one recipient after the n-th pair-rate error in a row (n from 0), in seconds: 1, 4, 16, 64, 256. */
export function pairHoldSeconds(n: number): number {
  return 4 ** Math.min(Math.max(n, 0), 4);
}
