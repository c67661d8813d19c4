import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { logger } from '#observability';
import { Client } from 'pg';
import { CONFIG, type Config } from '../config.js';
import { type Changes, readChanges, together } from './changes.js';

const log = logger('hear-changes');
/** Many events within this time are told once. */
const gatherMs = 300;
const againMs = 2_000;

/** Where the copy of events says, as it commits, what has changed (copy-events.ts). */
export const changesChannel = 'loket_console_changes';

/** Who was not listening for a while looks at everything. */
export const everything: Changes = { families: ['*'], applications: [] };

/**
 * Hears what any replica of the console has copied and tells it to the browsers of this one. A connection of its own: a pooled
 * one would be given to others. When it breaks, the browsers are told to look at everything once it is back.
 */
@Injectable()
export class HearChanges implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listeners = new Set<(changes: Changes) => void>();
  private client: Client | undefined;
  private gathered: Changes | undefined;
  private gathering: NodeJS.Timeout | undefined;
  private waiting: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  onApplicationBootstrap(): Promise<void> {
    return this.connect();
  }

  /** @returns how to stop listening */
  subscribe(listener: (changes: Changes) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.gathering);
    clearTimeout(this.waiting);
    this.listeners.clear();
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.config.DATABASE_URL,
      application_name: 'loket-console-changes',
    });
    client.on('notification', ({ payload }) => this.gather(readChanges(payload ?? '') ?? everything));
    client.on('error', () => undefined);
    client.on('end', () => this.lost(client));
    this.client = client;
    try {
      await client.connect();
      await client.query(`listen ${changesChannel}`);
      this.gather(everything);
    } catch (error) {
      log.warn({ err: error }, 'cannot hear what changes; pages renew themselves more slowly until it works again');
      await client.end().catch(() => undefined);
      this.lost(client);
    }
  }

  private lost(client: Client): void {
    if (this.isStopping || this.client !== client) return;
    this.client = undefined;
    this.waiting = setTimeout(() => void this.connect(), againMs).unref();
  }

  private gather(changes: Changes): void {
    this.gathered = together(this.gathered, changes);
    this.gathering ??= setTimeout(() => {
      const told = this.gathered;
      this.gathered = undefined;
      this.gathering = undefined;
      if (told) for (const listener of this.listeners) listener(told);
    }, gatherMs).unref();
  }
}
