import { readFileSync } from 'node:fs';
import { connect, type ChannelModel } from 'amqplib';
import { logger } from '#observability';

type Connected = (connection: ChannelModel) => Promise<void> | void;

/**
 * Where to connect, and whose certificate to believe. `amqps://…?cacertfile=/etc/loket/ca.pem` names our own CA as RabbitMQ's
 * URIs do; without it the system's are believed. The server's name or address must stand in its certificate.
 * @throws Error when the file cannot be read
 */
export function brokerAddress(text: string): { readonly url: string; readonly ca: Buffer | undefined } {
  const url = new URL(text);
  const file = url.searchParams.get('cacertfile');
  url.searchParams.delete('cacertfile');
  url.searchParams.set('heartbeat', '10');
  return { url: url.toString(), ca: file === null ? undefined : readFileSync(file) };
}

/**
 * One supervised AMQP connection: connects, tells who waits, and connects again with back-off when it is lost.
 * The client library's own recovery is off: one supervisor, and it must see channel deaths and pauses.
 */
export class SupervisedConnection {
  private readonly log = logger('messaging');
  private current: ChannelModel | undefined;
  private readonly listeners: Connected[] = [];
  private readonly whenLost: (() => void)[] = [];
  private stopped = false;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private lastProblem = 'not connected yet';
  /** True while the broker holds back publishers (memory or disk alarm). */
  blocked = false;

  constructor(
    private readonly url: string,
    private readonly name: string,
  ) {}

  /** The AMQP user, which the broker enforces as `user-id` of each publish. */
  get user(): string {
    return decodeURIComponent(new URL(this.url).username);
  }

  get problem(): string | undefined {
    return this.current ? undefined : `${this.name}: ${this.lastProblem}`;
  }

  /** Calls `listener` for this and each later connection. */
  onConnected(listener: Connected): void {
    this.listeners.push(listener);
    if (this.current) void this.tell(listener, this.current);
  }

  /** Calls `listener` whenever the connection is lost: what hangs on it waits for the next one. */
  onLost(listener: () => void): void {
    this.whenLost.push(listener);
  }

  start(): void {
    void this.open();
  }

  private async open(): Promise<void> {
    if (this.stopped) return;
    try {
      const { url, ca } = brokerAddress(this.url);
      const connection = await connect(url, {
        ...(ca === undefined ? {} : { ca: [ca] }),
        timeout: 5_000,
        noDelay: true,
        keepAlive: true,
        clientProperties: { connection_name: this.name },
      });
      if (this.stopped) {
        await connection.close();
        return;
      }
      connection.on('error', (error: Error) => (this.lastProblem = error.message));
      connection.on('close', () => this.lost(connection));
      connection.on('blocked', (why: string) => {
        this.blocked = true;
        this.log.warn({ connection: this.name, cause: why }, 'the broker holds back publishers');
      });
      connection.on('unblocked', () => (this.blocked = false));
      this.current = connection;
      this.blocked = false;
      this.failures = 0;
      for (const listener of this.listeners) void this.tell(listener, connection);
    } catch (error) {
      this.lastProblem = error instanceof Error ? error.message : String(error);
      this.again();
    }
  }

  private async tell(listener: Connected, connection: ChannelModel): Promise<void> {
    try {
      await listener(connection);
    } catch (error) {
      this.log.warn({ connection: this.name, err: error }, 'could not use the new connection');
      this.drop(connection);
    }
  }

  /** Gives a connection up that no longer serves; a new one is made. */
  drop(connection: ChannelModel): void {
    connection.close().catch(() => undefined);
    this.lost(connection);
  }

  private lost(connection: ChannelModel): void {
    if (this.current !== connection) return;
    this.current = undefined;
    this.blocked = false;
    if (this.stopped) return;
    this.log.warn({ connection: this.name, reason: this.lastProblem }, 'connection to the broker lost');
    for (const listener of this.whenLost) listener();
    this.again();
  }

  private again(): void {
    if (this.stopped) return;
    clearTimeout(this.retry);
    this.failures += 1;
    const delay = Math.min(5_000, 200 * 2 ** Math.min(this.failures, 5)) * (0.75 + Math.random() / 2);
    this.retry = setTimeout(() => void this.open(), delay);
  }

  async close(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    const connection = this.current;
    this.current = undefined;
    await connection?.close().catch(() => undefined);
  }
}
