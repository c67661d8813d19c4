/** Injects a {@link Pacing}. */
export const PACING = Symbol('the times by which messages go out');

/** The times by which messages go out; only tests give others. */
export interface Pacing {
  /** Steps of one request within this time of one another become one message. */
  readonly mergeMs: number;
  /** One message in this time to one person, and so many of them at once, which then must be worked off (contract 1.11). */
  readonly pairEveryMs: number;
  readonly pairBurst: number;
  /** How often we look for alerts of the staff. */
  readonly alertEveryMs: number;
  /** How long a reply waits for the one before it. */
  readonly replyGapMs: number;
  /** After this long in `sending` nobody is sending any more: the process has died. */
  readonly leaseMs: number;
  /** How often held conversations are looked at. */
  readonly wakeEveryMs: number;
  /** The line is looked at before a message once it has been silent for this long. */
  readonly lineStaleMs: number;
  readonly connectTimeoutMs: number;
  readonly callTimeoutMs: number;
  readonly probeEveryMs: number;
  /** Network failures in a row that open the link. */
  readonly failuresToOpen: number;
  /** First pause after an error that may pass; doubles. */
  readonly retryMs: number;
  /** One second of a pair hold (4^n of them); a test shortens it. */
  readonly pairSecondMs: number;
}

export const usualPacing: Pacing = {
  mergeMs: 60_000,
  pairEveryMs: 6_000,
  pairBurst: 45,
  alertEveryMs: 30_000,
  replyGapMs: 10_000,
  leaseMs: 60_000,
  wakeEveryMs: 1_000,
  lineStaleMs: 1_000,
  connectTimeoutMs: 3_000,
  callTimeoutMs: 10_000,
  probeEveryMs: 1_000,
  failuresToOpen: 2,
  retryMs: 5_000,
  pairSecondMs: 1_000,
};
