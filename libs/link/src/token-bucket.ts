/** Holds a rate: `take()` answers when it is this call's turn. At most one second's worth may go at once. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly perSecond: number) {
    this.tokens = Math.max(1, perSecond);
    this.filledAt = performance.now();
  }

  /** Waits for a turn, first come first served. @throws the signal's reason when it is aborted meanwhile */
  take(signal?: AbortSignal): Promise<void> {
    const turn = this.tail.then(() => this.wait(signal));
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private async wait(signal?: AbortSignal): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const now = performance.now();
      this.tokens = Math.min(
        Math.max(1, this.perSecond),
        this.tokens + ((now - this.filledAt) / 1000) * this.perSecond,
      );
      this.filledAt = now;
      if (this.tokens >= 1) {
        this.tokens -= 1;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, ((1 - this.tokens) / this.perSecond) * 1000));
    }
  }
}
