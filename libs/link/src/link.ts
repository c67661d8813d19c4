import type { LinkName } from '#contracts';
import { LinkDown, type LinkGate } from '#messaging';
import { counter, gauge, logger } from '#observability';
import { type LinkCause, linkCauseOf } from './link-failure.js';
import { TokenBucket } from './token-bucket.js';

export interface LinkOptions {
  readonly name: LinkName;
  /** A synthetic request that touches no citizen's data; any answer means up. Given a signal of 5 s. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
  /** A whole call, default 15,000 ms. */
  readonly callTimeoutMs?: number;
  /** Calls per second at most; default 5. */
  readonly ratePerSecond?: number;
  /** Calls that may go at once after a silence; default one second's worth. */
  readonly burst?: number;
  /** Unacknowledged messages per consumer when all is well, the end of the ramp; default 10. */
  readonly prefetch?: number;
  /** Network failures in a row that open the circuit; default 3. */
  readonly failuresToOpen?: number;
  /** First pause between probes, doubling to 30 times it; default 1,000 ms. */
  readonly probeEveryMs?: number;
}

/** What a link was last known to be, to go on from after a restart. */
export interface LinkStanding {
  readonly since: Date;
  readonly cause: LinkCause;
}

const goodProbesNeeded = 3;
const state = gauge('loket_link_state', '0 closed (all well), 1 ramp, 2 open (down)', ['link']);
const failures = counter('loket_link_failures_total', 'Network failures by link', ['link', 'cause']);

/**
 * A named outside network with its circuit:
 *
 * closed ──three network failures──► open ──three good probes──► ramp ──steady──► closed; a failure in the ramp opens it.
 *
 * Only failures of the network count: a 4xx, a 429 or one bad record is that message's own trouble.
 */
export class Link implements LinkGate {
  readonly name: LinkName;
  private current: LinkGate['state'] = 'closed';
  private limit: number;
  private inARow = 0;
  private goodProbes = 0;
  private probes = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly listeners: (() => void)[] = [];
  private readonly bucket: TokenBucket;
  private readonly log = logger('link');
  private changedAt = new Date();
  private why: LinkCause | undefined;

  constructor(private readonly options: LinkOptions) {
    this.name = options.name;
    this.limit = options.prefetch ?? 10;
    this.bucket = new TokenBucket(options.ratePerSecond ?? 5, options.burst);
    state.set({ link: this.name }, 0);
  }

  get state(): LinkGate['state'] {
    return this.current;
  }

  /** Unacknowledged messages a consumer may hold now. */
  get allowance(): number {
    return this.limit;
  }

  /** When the present state began. */
  get since(): Date {
    return this.changedAt;
  }

  /** Why it is, or was last, down. */
  get cause(): LinkCause | undefined {
    return this.why;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Begins to watch; with `standing`, as a link that was down when this process began. */
  start(standing?: LinkStanding): void {
    this.stopped = false;
    if (!standing) return;
    this.why = standing.cause;
    this.become('open', standing.since);
    this.probeSoon();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /**
   * Makes one outside call at the link's rate and under its time limit.
   * @param work gets a signal that ends with the time limit or with `signal`
   * @throws LinkDown when the circuit is open, or when this call failed on the network; else whatever `work` throws
   */
  async call<T>(work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.current === 'open') throw new LinkDown(this.name);
    await this.bucket.take(signal);
    // The state may have changed while this call waited for its turn.
    if (this.isOpen()) throw new LinkDown(this.name);
    const limit = AbortSignal.timeout(this.options.callTimeoutMs ?? 15_000);
    try {
      const result = await work(signal ? AbortSignal.any([limit, signal]) : limit);
      this.succeeded();
      return result;
    } catch (error) {
      if (signal?.aborted && !limit.aborted) throw new LinkDown(this.name);
      const cause = limit.aborted ? 'timeout' : linkCauseOf(error);
      if (!cause) {
        this.succeeded();
        throw error;
      }
      this.failed(cause);
      throw new LinkDown(this.name);
    }
  }

  /** Counts something that was not our call and uses up the link's rate all the same, such as a message that came in. */
  spend(): void {
    this.bucket.spend();
  }

  /** Takes a network failure seen elsewhere (an outcome that is not thrown) into account. */
  failed(cause: LinkCause): void {
    failures.inc({ link: this.name, cause });
    this.inARow += 1;
    if (this.current === 'open') return;
    if (this.current === 'ramp' || this.inARow >= (this.options.failuresToOpen ?? 3)) {
      this.why = cause;
      this.become('open');
      this.probes = 0;
      this.goodProbes = 0;
      this.probeSoon();
    }
  }

  /** The far side answered: steadies the circuit and widens a ramp. */
  succeeded(): void {
    this.inARow = 0;
    if (this.current !== 'ramp') return;
    const full = this.options.prefetch ?? 10;
    this.limit = Math.min(full, this.limit * 2);
    if (this.limit >= full) this.become('closed');
    else this.tell();
  }

  private isOpen(): boolean {
    return this.current === 'open';
  }

  private become(next: LinkGate['state'], at = new Date()): void {
    this.current = next;
    this.changedAt = at;
    const full = this.options.prefetch ?? 10;
    this.limit = next === 'closed' ? full : next === 'ramp' ? 1 : 0;
    state.set({ link: this.name }, next === 'closed' ? 0 : next === 'ramp' ? 1 : 2);
    this.log.info({ link: this.name, state: next, cause: this.why }, `link ${this.name} is ${next}`);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  private probeSoon(): void {
    clearTimeout(this.timer);
    if (this.stopped || this.current !== 'open') return;
    const first = this.options.probeEveryMs ?? 1_000;
    // Once a probe was good the next ones follow quickly; else the pause doubles up to thirty times the first.
    const pause = this.goodProbes > 0 ? first : Math.min(first * 30, first * 2 ** Math.min(this.probes, 5));
    this.timer = setTimeout(() => void this.probe(), pause * (0.8 + Math.random() * 0.4));
  }

  private async probe(): Promise<void> {
    this.probes += 1;
    try {
      const limit = AbortSignal.timeout(5_000);
      await Promise.race([
        this.options.probe(limit),
        new Promise((_, reject) => limit.addEventListener('abort', () => reject(new Error('probe timed out')))),
      ]);
      this.goodProbes += 1;
    } catch {
      this.goodProbes = 0;
    }
    if (this.goodProbes >= goodProbesNeeded) {
      this.inARow = 0;
      this.become('ramp');
    } else this.probeSoon();
  }
}
