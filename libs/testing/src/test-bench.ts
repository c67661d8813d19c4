import type { Flow } from '#contracts';
import type { migrate } from '#outbox';
import { type TestBroker, testBroker } from './test-broker.js';
import { type TestDatabase, testDatabase } from './test-database.js';
import { type TestKeys, testKeys } from './test-keys.js';
import { type PeerAnswer, type TestPeer, testPeer } from './test-peer.js';
import type { IncomingMessage } from 'node:http';

export interface TestBench extends Omit<TestBroker, 'close' | 'urlOf' | 'vhost'> {
  readonly databaseUrl: string;
  readonly ownerUrl: string;
  readonly amqpUrl: string;
  readonly vhost: string;
  /** DATABASE_URL, DATABASE_OWNER_URL, AMQP_URL, LOKET_* keys and CONSOLE_JWKS_URL for the service's `readConfig`. */
  readonly environment: Record<string, string>;
  readonly keys: TestKeys;
  /** SQL as administrator in the service's schema. */
  query: TestDatabase['query'];
  clerkToken: TestKeys['clerkToken'];
  readonly jwksUrl: string;
  urlOf: TestBroker['urlOf'];
  /** Stands for a peer service; closed with the bench. */
  peer(
    service: string,
    answers: (route: string, request: IncomingMessage) => PeerAnswer | undefined | Promise<PeerAnswer | undefined>,
  ): Promise<TestPeer>;
  close(): Promise<void>;
}

/**
 * Everything one service needs to be tested for real: a fresh database with its roles, a fresh virtual host with its
 * queues and its own AMQP user, keys, a console's JWKS, and a spy on all that is said.
 */
export async function testBench(
  flow: Flow,
  options: { migrations: NonNullable<Parameters<typeof migrate>[0]['migrations']>; offices?: readonly string[] },
): Promise<TestBench> {
  const starting = [
    testDatabase(flow.service, options.migrations),
    testBroker([flow], options.offices ?? ['nunukan', 'krayan']),
    testKeys(flow.service),
  ] as const;
  const [database, broker, keys] = await Promise.all(starting).catch(async (error: unknown) => {
    const begun = await Promise.allSettled(starting);
    await closeAll(begun.map((one) => (one.status === 'fulfilled' ? one.value : undefined)));
    throw error;
  });
  const peers: TestPeer[] = [];
  const amqpUrl = broker.urlOf(flow.service);
  return {
    ...broker,
    databaseUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    amqpUrl,
    keys,
    query: database.query,
    clerkToken: keys.clerkToken,
    jwksUrl: keys.jwksUrl,
    environment: {
      ...keys.environment,
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      AMQP_URL: amqpUrl,
      PORT: '0',
    },
    peer: async (service, answers) => {
      const peer = await testPeer(service, keys, answers);
      peers.push(peer);
      return peer;
    },
    close: () => closeAll([...peers, broker, keys, database]),
  };
}

/** One after the other, whichever fails: what stays open would keep the test run from ending. */
async function closeAll(parts: readonly ({ close(): Promise<void> } | undefined)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const part of parts) await part?.close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
