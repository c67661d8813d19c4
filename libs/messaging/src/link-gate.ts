/** What messaging needs of a named link to pause and resume the consumers that declare it. `#link` provides it. */
export interface LinkGate {
  readonly name: string;
  /** `closed`: all well. `open`: consumers are paused. `ramp`: consuming again, carefully. */
  readonly state: 'closed' | 'open' | 'ramp';
  /** Unacknowledged messages a consumer of this link may hold now: 1 at the start of a ramp, then doubling. */
  readonly allowance: number;
  onChange(listener: () => void): void;
}
