import type { LinkName } from '#contracts';
import { LinkDown, type LinkGate } from '#messaging';
import { counter, gauge, logger } from '#observability';
import { Circuit, type Way } from './circuit.js';
import { type Failing, failingOf, type LinkCause } from './link-failure.js';
import { TokenBucket } from './token-bucket.js';

export interface LinkOptions {
  readonly name: LinkName;
  /** A synthetic request that touches no citizen's data; any answer means up. Given a signal of 5 s. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
  /** The same over another way (line, proxy, address), which carries the calls while the primary one is down. */
  readonly backup?: { readonly probe: (signal: AbortSignal) => Promise<void> };
  /** A whole call, default 15,000 ms. */
  readonly callTimeoutMs?: number;
  /** Calls per second at most, over all ways; default 5. */
  readonly ratePerSecond?: number;
  /** Calls that may go at once after a silence; default one second's worth. */
  readonly burst?: number;
  /** Unacknowledged messages per consumer when all is well, the end of the ramp; default 10. */
  readonly prefetch?: number;
  /** Network failures in a row that open the circuit; default 3. */
  readonly failuresToOpen?: number;
  /** First pause between probes, doubling to 30 times it; default 1,000 ms. */
  readonly probeEveryMs?: number;
  /** How long the primary way must be steady before it carries again; default five minutes. */
  readonly failBackAfterMs?: number;
  /** How often a backup that carries nothing is probed, so that its loss is known before it is needed; default five minutes. */
  readonly standbyProbeEveryMs?: number;
}

/** What a way was last known to be, to go on from after a restart. */
export interface WayStanding extends Failing {
  readonly since: Date;
}

const state = gauge('loket_link_state', '0 closed (all well), 1 ramp, 2 open (down)', ['link']);
const wayUp = gauge('loket_link_way_up', '1 the way answers, 0 it is down', ['link', 'way']);
const switches = counter('loket_link_switches_total', 'Times a way took over the calls', ['link', 'way']);
const failures = counter('loket_link_failures_total', 'Network failures by link', ['link', 'way', 'cause']);

/**
 * A named outside network with its circuit:
 *
 * closed ──no way is up──► open ──a way is up──► ramp ──steady──► closed; a failure in the ramp takes its way down.
 *
 * With a backup way, calls move to it while the primary one is down, and back once that has been steady; each move is a
 * ramp. Only failures of the network count: a 4xx, a 429 or one bad record is that message's own trouble.
 */
export class Link implements LinkGate {
  readonly name: LinkName;
  private current: LinkGate['state'] = 'closed';
  private carries: Circuit;
  private limit: number;
  private failBack: NodeJS.Timeout | undefined;
  private readonly circuits: readonly Circuit[];
  private readonly listeners: (() => void)[] = [];
  private readonly wayListeners: ((circuit: Circuit) => void)[] = [];
  private readonly bucket: TokenBucket;
  private readonly log = logger('link');
  private changedAt = new Date();

  constructor(private readonly options: LinkOptions) {
    this.name = options.name;
    this.limit = this.full;
    this.bucket = new TokenBucket(options.ratePerSecond ?? 5, options.burst);
    const circuit = (way: Way, probe: LinkOptions['probe']) =>
      new Circuit({
        way,
        probe,
        failuresToOpen: options.failuresToOpen ?? 3,
        probeEveryMs: options.probeEveryMs ?? 1_000,
        onTurn: (turned) => this.turned(turned),
      });
    const primary = circuit('primary', options.probe);
    this.carries = primary;
    this.circuits = options.backup ? [primary, circuit('backup', options.backup.probe)] : [primary];
    state.set({ link: this.name }, 0);
    for (const { way } of this.circuits) wayUp.set({ link: this.name, way }, 1);
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
    return this.carries.failing?.cause;
  }

  /** The way that carries the calls, or carried the last ones. */
  get way(): Way {
    return this.carries.way;
  }

  /** Each way and how it is, the primary one first. */
  get ways(): readonly Pick<Circuit, 'way' | 'isUp' | 'since' | 'failing'>[] {
    return this.circuits;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Tells when a way went down or came up. */
  onWay(listener: (circuit: Pick<Circuit, 'way' | 'isUp' | 'since' | 'failing'>) => void): void {
    this.wayListeners.push(listener);
  }

  /** Begins to watch; with `standing`, the ways that were down when this process began. */
  start(standing: Partial<Record<Way, WayStanding>> = {}): void {
    for (const circuit of this.circuits) {
      circuit.start();
      const was = standing[circuit.way];
      if (was) circuit.open(was, was.since);
    }
    this.choose();
  }

  stop(): void {
    clearTimeout(this.failBack);
    for (const circuit of this.circuits) circuit.stop();
  }

  /**
   * Makes one outside call at the link's rate and under its time limit.
   * @param work gets a signal that ends with the time limit or with `signal`, and the way to take
   * @param only this way and no other, where an answer is to be compared; by default the one that carries
   * @throws LinkDown when no way is up, or when this call failed on the network; else whatever `work` throws
   */
  async call<T>(work: (signal: AbortSignal, way: Way) => Promise<T>, signal?: AbortSignal, only?: Way): Promise<T> {
    this.circuitFor(only);
    await this.bucket.take(signal);
    // The ways may have changed while this call waited for its turn.
    const circuit = this.circuitFor(only);
    const limit = AbortSignal.timeout(this.options.callTimeoutMs ?? 15_000);
    try {
      const result = await work(signal ? AbortSignal.any([limit, signal]) : limit, circuit.way);
      this.succeeded(circuit.way);
      return result;
    } catch (error) {
      if (signal?.aborted && !limit.aborted) throw new LinkDown(this.name);
      const failing = limit.aborted ? ({ cause: 'timeout' } as const) : failingOf(error);
      if (!failing) {
        this.succeeded(circuit.way);
        throw error;
      }
      if (failing.until) this.rest(failing);
      else this.count(failing, circuit);
      throw new LinkDown(this.name);
    }
  }

  /** Counts something that was not our call and uses up the link's rate all the same, such as a message that came in. */
  spend(): void {
    this.bucket.spend();
  }

  /** Takes a network failure seen elsewhere (an outcome that is not thrown) into account. */
  failed(cause: LinkCause): void {
    this.count({ cause }, this.carries);
  }

  /** Closes every way at once: the far side has said that it answers nobody of us before `until`, whichever way it is asked. */
  rest(failing: Failing): void {
    // The one that carries last: otherwise the calls would move for an instant.
    const idleFirst = this.circuits.toSorted((a, b) => Number(a === this.carries) - Number(b === this.carries));
    for (const circuit of idleFirst) circuit.open(failing);
  }

  /** The far side answered: steadies the way's circuit and widens a ramp. */
  succeeded(way: Way = this.carries.way): void {
    this.circuits.find((circuit) => circuit.way === way)?.succeeded();
    if (this.current !== 'ramp' || way !== this.carries.way) return;
    this.limit = Math.min(this.full, this.limit * 2);
    if (this.limit >= this.full) this.become('closed');
    else this.tell();
  }

  private get full(): number {
    return this.options.prefetch ?? 10;
  }

  private count(failing: Failing, circuit: Circuit): void {
    failures.inc({ link: this.name, way: circuit.way, cause: failing.cause });
    circuit.failed(failing, this.current === 'ramp' && circuit === this.carries ? 1 : undefined);
  }

  private circuitFor(only: Way | undefined): Circuit {
    const circuit = only === undefined ? this.carries : this.circuits.find((one) => one.way === only);
    if (!circuit?.isUp) throw new LinkDown(this.name);
    return circuit;
  }

  private turned(circuit: Circuit): void {
    const { way, isUp, failing } = circuit;
    wayUp.set({ link: this.name, way }, isUp ? 1 : 0);
    const reason = isUp ? undefined : failing?.detail;
    const cause = isUp ? undefined : failing?.cause;
    const until = isUp ? undefined : failing?.until;
    const said = { link: this.name, way, cause, reason, until };
    this.log.info(said, `the ${way} way of link ${this.name} is ${isUp ? 'up' : 'down'}`);
    for (const listener of this.wayListeners) listener(circuit);
    this.choose();
  }

  /** Lets the right way carry: the backup only while the primary is down or not yet steady. */
  private choose(): void {
    clearTimeout(this.failBack);
    const next = this.best();
    if (!next) {
      if (this.current !== 'open') this.become('open');
    } else if (next !== this.carries || this.current === 'open') {
      if (next !== this.carries) switches.inc({ link: this.name, way: next.way });
      this.carries = next;
      this.become('ramp');
    }
    for (const circuit of this.circuits) {
      const idle = circuit.isUp && circuit !== this.carries;
      circuit.watch(idle ? this.watchFor(circuit.way) : undefined);
    }
  }

  private best(): Circuit | undefined {
    const [primary, backup] = this.circuits;
    if (!primary?.isUp) return backup?.isUp ? backup : undefined;
    if (this.carries === primary || !backup?.isUp) return primary;
    const rest = primary.since.getTime() + this.failBackAfterMs - Date.now();
    if (rest <= 0) return primary;
    this.failBack = setTimeout(() => this.choose(), rest + 1);
    return backup;
  }

  private get failBackAfterMs(): number {
    return this.options.failBackAfterMs ?? 300_000;
  }

  private watchFor(way: Way) {
    const everyMs = this.options.standbyProbeEveryMs ?? 300_000;
    // A primary way that comes back has to be steady: looked at often, and one bad probe begins the time anew.
    if (way === 'primary') return { everyMs: Math.min(everyMs, this.failBackAfterMs / 10), tolerates: 1 };
    return { everyMs, tolerates: this.options.failuresToOpen ?? 3 };
  }

  private become(next: LinkGate['state']): void {
    this.current = next;
    const { since, failing } = this.carries;
    // A link that was down before this process began has been so since then.
    this.changedAt = next === 'open' ? since : new Date();
    this.limit = next === 'closed' ? this.full : next === 'ramp' ? 1 : 0;
    state.set({ link: this.name }, next === 'closed' ? 0 : next === 'ramp' ? 1 : 2);
    const said = { link: this.name, way: this.carries.way, state: next, cause: failing?.cause };
    this.log.info(said, `link ${this.name} is ${next}`);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
