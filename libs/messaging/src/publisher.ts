import type { ChannelModel, ConfirmChannel, Message, Options } from 'amqplib';
import { SupervisedConnection } from './connection.js';

/** The broker took the message and said no, or could route it nowhere. The message is not with the broker. */
export class PublishRefused extends Error {
  readonly code = 'publish-refused';
}

/** The broker was not there, or went away before it answered. Whether it has the message is not known: publish again. */
export class BrokerGone extends Error {
  readonly code = 'broker-gone';
}

interface Pending {
  returned: boolean;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const confirmTimeoutMs = 10_000;

/** Publishes with confirm, `mandatory`, persistent. A returned message is a failure although its confirm is an ack. */
export class Publisher {
  private readonly connection: SupervisedConnection;
  private channel: ConfirmChannel | undefined;
  private readonly pending = new Map<string, Pending>();
  private readonly waiting = new Set<() => void>();
  private count = 0;

  constructor(url: string, name: string) {
    this.connection = new SupervisedConnection(url, `${name}:publish`);
    this.connection.onConnected((connection) => this.openChannel(connection));
  }

  start(): void {
    this.connection.start();
  }

  get user(): string {
    return this.connection.user;
  }

  get blocked(): boolean {
    return this.connection.blocked;
  }

  get problem(): string | undefined {
    return this.channel ? undefined : (this.connection.problem ?? 'no channel to publish on');
  }

  private async openChannel(connection: ChannelModel): Promise<void> {
    const channel = await connection.createConfirmChannel();
    channel.on('return', (message: Message) => {
      const pending = this.pending.get(String(message.properties.headers?.['x-publish']));
      if (pending) pending.returned = true;
    });
    channel.on('error', () => undefined);
    channel.on('close', () => {
      if (this.channel === channel) this.channel = undefined;
      this.failAll();
      this.connection.drop(connection);
    });
    this.channel = channel;
    for (const wake of this.waiting) wake();
  }

  private failAll(): void {
    for (const [key, pending] of this.pending) {
      clearTimeout(pending.timer);
      pending.reject(new BrokerGone('the channel closed before the broker answered'));
      this.pending.delete(key);
    }
  }

  /**
   * Publishes one message and waits for the broker's answer.
   * @throws PublishRefused when it was nacked or returned; BrokerGone when no answer came
   */
  publish(exchange: string, routingKey: string, content: Buffer, options: Options.Publish): Promise<void> {
    const channel = this.channel;
    if (!channel) return Promise.reject(new BrokerGone('not connected'));
    this.count += 1;
    const key = `${process.pid}-${this.count}`;
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        if (this.connection.blocked) return;
        this.pending.delete(key);
        reject(new BrokerGone('no confirm in time'));
        channel.close().catch(() => undefined);
      }, confirmTimeoutMs);
      const pending: Pending = { returned: false, reject, timer };
      this.pending.set(key, pending);
      const headers = { ...(options.headers as Record<string, unknown> | undefined), 'x-publish': key };
      try {
        channel.publish(exchange, routingKey, content, { ...options, headers, mandatory: true }, (nack: unknown) => {
          clearTimeout(timer);
          if (!this.pending.delete(key)) return;
          if (nack) reject(new PublishRefused('nacked'));
          else if (pending.returned) reject(new PublishRefused(`nothing is bound for ${routingKey}`));
          else resolve();
        });
      } catch (error) {
        clearTimeout(timer);
        this.pending.delete(key);
        reject(new BrokerGone(error instanceof Error ? error.message : 'publish failed'));
      }
    });
  }

  /** Waits until there is a channel, `ms` at most. @throws BrokerGone */
  async ready(ms: number): Promise<void> {
    if (this.channel) return;
    await new Promise<void>((resolve, reject) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(wake);
        reject(new BrokerGone('not connected'));
      }, ms);
      this.waiting.add(wake);
    });
  }

  async close(): Promise<void> {
    const channel = this.channel;
    this.channel = undefined;
    await channel?.waitForConfirms().catch(() => undefined);
    await this.connection.close();
    this.failAll();
  }
}
