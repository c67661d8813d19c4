/** Holds a rate: `take()` answers when it is this call's turn. At most `burst` may go at once: one second's worth, unless said. */
export class TokenBucket {
  private readonly most: number;
  private tokens: number;
  private filledAt: number;
  private tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly perSecond: number,
    burst = perSecond,
  ) {
    this.most = Math.max(1, burst);
    this.tokens = this.most;
    this.filledAt = performance.now();
  }

  /** Waits for a turn, first come first served. @throws the signal's reason when it is aborted meanwhile */
  take(signal?: AbortSignal): Promise<void> {
    const turn = this.tail.then(() => this.wait(signal));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Takes a turn that somebody else has used already. The debt ends at one second: what comes in never silences us for longer. */
  spend(): void {
    this.fill();
    this.tokens = Math.max(-this.perSecond, this.tokens - 1);
  }

  private async wait(signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      this.fill();
      if (this.tokens >= 1) {
        this.tokens -= 1;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, ((1 - this.tokens) / this.perSecond) * 1000));
    }
  }

  private fill(): void {
    const now = performance.now();
    this.tokens = Math.min(this.most, this.tokens + ((now - this.filledAt) / 1000) * this.perSecond);
    this.filledAt = now;
  }
}
