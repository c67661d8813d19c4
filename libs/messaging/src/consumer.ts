import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import { gauge, logger } from '#observability';
import type { LinkGate } from './link-gate.js';

/** What became of a delivery. `unsettled`: no copy could be placed; the broker must deliver it again. */
export type Settled = 'done' | 'unsettled';

export interface ConsumerOptions {
  readonly queue: string;
  readonly prefetch: number;
  readonly link?: LinkGate;
  /** Handles deliveries; more than one only for a batch consumer. Never rejects. */
  readonly handle: (messages: readonly ConsumeMessage[], signal: AbortSignal) => Promise<Settled>;
  /** Messages per call; default 1. */
  readonly batch?: number;
}

const waits = gauge('loket_consumer_paused', '1 while a consumer waits for its link', ['queue', 'link']);

/** How long a batch waits for more once it has one message. */
const gatherMs = 20;

/**
 * One queue on one channel of its own: subscribes, pauses while its link is open, and makes a new channel when the
 * old one dies. An in-flight message outlives a pause: cancelling a subscription leaves it valid.
 */
export class Consumer {
  private readonly log = logger('messaging');
  private connection: ChannelModel | undefined;
  private channel: Channel | undefined;
  private tag: string | undefined;
  private readonly inFlight = new Set<Promise<void>>();
  private abort = new AbortController();
  private gathered: ConsumeMessage[] = [];
  private gatherTimer: NodeJS.Timeout | undefined;
  private handlingBatch = false;
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;
  private changing: Promise<void> = Promise.resolve();
  private lastProblem = 'not subscribed yet';

  constructor(private readonly options: ConsumerOptions) {
    const { link, queue } = options;
    if (!link) return;
    const tell = () => waits.set({ queue, link: link.name }, link.state === 'open' ? 1 : 0);
    tell();
    link.onChange(() => {
      tell();
      this.reconcile();
    });
  }

  /** Why this consumer is not running although it should be; undefined when all is as it should be. */
  get problem(): string | undefined {
    if (this.tag !== undefined || this.paused) return undefined;
    return `${this.options.queue}: ${this.lastProblem}`;
  }

  get running(): boolean {
    return this.tag !== undefined;
  }

  get paused(): boolean {
    return this.options.link?.state === 'open';
  }

  useConnection(connection: ChannelModel): void {
    this.connection = connection;
    this.channel = undefined;
    this.tag = undefined;
    this.gathered = [];
    this.reconcile();
  }

  /** The connection is gone: nothing to be done until the next one, however long that takes. */
  loseConnection(): void {
    clearTimeout(this.retry);
    this.connection = undefined;
    this.channel = undefined;
    this.tag = undefined;
    this.gathered = [];
    this.lastProblem = 'the broker is away';
  }

  /** Brings the subscription to where it should be: one change at a time. */
  private reconcile(): void {
    this.changing = this.changing.then(() => this.change()).catch(() => undefined);
  }

  private async change(): Promise<void> {
    if (this.stopped || !this.connection) return;
    if (this.paused) return this.pause();
    try {
      await this.subscribe(this.connection);
    } catch (error) {
      this.lastProblem = error instanceof Error ? error.message : String(error);
      this.log.warn({ queue: this.options.queue, reason: this.lastProblem }, 'cannot subscribe; trying again');
      this.again();
    }
  }

  private again(): void {
    if (this.stopped) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.reconcile(), 1_000 + Math.random() * 500);
  }

  private async subscribe(connection: ChannelModel): Promise<void> {
    const channel = this.channel ?? (await this.openChannel(connection));
    const allowance = this.options.link?.allowance ?? this.options.prefetch;
    await channel.prefetch(Math.max(1, Math.min(this.options.prefetch, allowance)), false);
    if (this.tag !== undefined && this.options.link) {
      // A new allowance counts for new subscriptions only: take a fresh one, with a fresh server-made tag.
      const old = this.tag;
      this.tag = undefined;
      await channel.cancel(old);
    }
    if (this.tag !== undefined) return;
    if (this.abort.signal.aborted) this.abort = new AbortController();
    const { consumerTag } = await channel.consume(this.options.queue, (message) => this.take(channel, message));
    this.tag = consumerTag;
  }

  private async openChannel(connection: ChannelModel): Promise<Channel> {
    const channel = await connection.createChannel();
    channel.on('error', (error: Error) => (this.lastProblem = error.message));
    channel.on('close', () => {
      if (this.channel !== channel) return;
      this.channel = undefined;
      this.tag = undefined;
      this.gathered = [];
      this.again();
    });
    this.channel = channel;
    await channel.checkQueue(this.options.queue);
    return channel;
  }

  /** Stops dispatch, cancels the subscription, and lets what is in flight be put back by its handler. */
  private async pause(): Promise<void> {
    this.abort.abort();
    const tag = this.tag;
    this.tag = undefined;
    if (tag !== undefined) await this.channel?.cancel(tag).catch(() => undefined);
  }

  private take(channel: Channel, message: ConsumeMessage | null): void {
    if (message === null) {
      this.lastProblem = 'cancelled by the broker (was the queue deleted?)';
      this.tag = undefined;
      this.again();
      return;
    }
    if (!this.options.batch) {
      void this.dispatch(channel, [message]);
      return;
    }
    // What a dead channel still hands out cannot be acknowledged; the broker delivers it again.
    if (this.channel !== channel) return;
    this.gathered.push(message);
    this.gather();
  }

  /** One batch at a time: the busier it is, the more comes together meanwhile, and the less each message costs. */
  private gather(): void {
    if (this.handlingBatch || this.gathered.length === 0) return;
    if (this.gathered.length >= (this.options.batch ?? 1)) this.dispatchGathered();
    else this.gatherTimer ??= setTimeout(() => this.dispatchGathered(), gatherMs);
  }

  private dispatchGathered(): void {
    clearTimeout(this.gatherTimer);
    this.gatherTimer = undefined;
    const channel = this.channel;
    if (this.handlingBatch || !channel) return;
    const messages = this.gathered.splice(0, this.options.batch ?? 1);
    if (messages.length === 0) return;
    this.handlingBatch = true;
    void this.dispatch(channel, messages).then(() => {
      this.handlingBatch = false;
      this.gather();
    });
  }

  private dispatch(channel: Channel, messages: readonly ConsumeMessage[]): Promise<void> {
    const work = this.options.handle(messages, this.abort.signal).then(async (settled) => {
      if (this.channel !== channel) return;
      if (settled === 'done') for (const message of messages) channel.ack(message);
      // Not acknowledged and not requeued by us: the channel closes and the broker delivers it again.
      else await channel.close().catch(() => undefined);
    });
    const tracked = work.catch(() => undefined).finally(() => this.inFlight.delete(tracked));
    this.inFlight.add(tracked);
    return tracked;
  }

  /** Stops taking messages and waits until those in flight are settled, `ms` at most. */
  async drain(ms: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.changing;
    const tag = this.tag;
    this.tag = undefined;
    if (tag !== undefined) await this.channel?.cancel(tag).catch(() => undefined);
    const timer = new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
    await Promise.race([this.settleAll(), timer]);
    this.abort.abort();
    await Promise.race([
      Promise.all(this.inFlight),
      new Promise<void>((resolve) => setTimeout(resolve, 1_000).unref()),
    ]);
    const channel = this.channel;
    this.channel = undefined;
    await channel?.close().catch(() => undefined);
  }

  private async settleAll(): Promise<void> {
    for (this.dispatchGathered(); this.inFlight.size > 0; this.dispatchGathered()) await Promise.all(this.inFlight);
  }
}
