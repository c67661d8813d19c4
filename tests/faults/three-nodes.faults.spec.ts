import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type RunningService, startService } from '#boot';
import { ApplicationSubmitted, defineFlow, type Received } from '#contracts';
import { applyTopology, connectService, managementApi, type ServiceConnections } from '#messaging';
import { CreateOutboxAndInbox1760000000000, type Tx } from '#outbox';
import { eventually, type TestDatabase, testDatabase, withUser } from '#testing';
import { z } from 'zod';
import { type Cluster, missingForThreeNodes, type Node, threeNodes } from './three-nodes.js';

/** Faults 19 and 20: three broker nodes, of which one, or the majority, is gone while events go on. Long suite only. */
const missing = missingForThreeNodes();
const says = defineFlow({ service: 'intake', hears: {}, says: [ApplicationSubmitted] });
const hears = defineFlow({
  service: 'document-validation',
  hears: { 'check-documents': { events: [ApplicationSubmitted], prefetch: 10 } },
  says: [],
});
const queue = 'document-validation.check-documents';
const password = 'for-tests-only';
const leaderIn = z.looseObject({ leader: z.string() });
const nodesIn = z.array(z.looseObject({ running: z.boolean() })).length(3);
/** The broker notices a silent node within its tick of 60 s and a quarter; then leaders are chosen and clients come back. */
const longestPauseSeconds = 60 * 1.25 + 10;

@Controller()
class CheckDocuments {
  @EventPattern<string>(queue)
  async handle(@Payload() event: Received<typeof ApplicationSubmitted>, @Ctx() tx: Tx): Promise<void> {
    await tx.query('insert into effect (application_id) values ($1)', [event.data.applicationId]);
  }
}

@Module({ controllers: [CheckDocuments] })
class Hearer {}

const describeWithNodes = process.env.LOKET_LONG && missing === undefined ? describe : describe.skip;

describeWithNodes(`three broker nodes (needs ${missing ?? 'nothing more'})`, () => {
  let cluster: Cluster;
  let said: TestDatabase;
  let heard: TestDatabase;
  let speaker: ServiceConnections;
  let hearer: ServiceConnections;
  let running: RunningService;

  beforeAll(async () => {
    cluster = await threeNodes();
    await applyTopology({
      managementUrl: cluster.managementUrl,
      flows: [says, hears],
      offices: [],
      passwords: { intake: password, 'document-validation': password },
    });
    const migrations = [CreateOutboxAndInbox1760000000000];
    said = await testDatabase('intake', migrations);
    heard = await testDatabase('document-validation', migrations);
    await heard.query('create table effect (application_id uuid, at timestamptz not null default clock_timestamp())');
    await heard.query('grant all on effect to document_validation_app');
    const amqpUrl = (user: string) => withUser(cluster.amqpUrl, user, password, '/%2F');
    speaker = await connectService({ flow: says, databaseUrl: said.appUrl, amqpUrl: amqpUrl('intake') });
    hearer = await connectService({ flow: hears, databaseUrl: heard.appUrl, amqpUrl: amqpUrl('document-validation') });
    running = await startService({
      service: 'document-validation',
      module: Hearer,
      port: 0,
      version: 'test',
      transports: [hearer.transport],
    });
    await eventually(() => hearer.transport.problems().length === 0, { withinMs: 30_000 });
  }, 180_000);

  afterAll(async () => {
    await running?.stop();
    await hearer?.stop();
    await speaker?.stop();
    await said?.close();
    await heard?.close();
    await cluster?.stop();
  }, 90_000);

  const count = async (database: TestDatabase, sql: string): Promise<number> => {
    const [row] = await database.query<{ count: string }>(sql);
    return Number(row?.count);
  };
  const published = () => count(said, 'select count(*) from outbox where published_at is not null');

  /** Says twenty events a second until the fault has ended. @returns the longest time without an effect, in seconds */
  async function goesOnDuring(fault: () => Promise<void>): Promise<number> {
    const [begun] = await heard.query<{ now: Date }>('select clock_timestamp() as now');
    const before = await count(said, 'select count(*) from outbox');
    let ended = false;
    const saying = (async () => {
      while (!ended) {
        await speaker.unitOfWork.run((tx) =>
          tx.emit(ApplicationSubmitted, {
            applicationId: crypto.randomUUID(),
            sequence: 2,
            state: 'submitted',
            kind: 'HILANG',
            channel: 'whatsapp',
            district: '650399',
            office: 'nunukan',
          }),
        );
        await pause(50);
      }
    })();
    try {
      await fault();
    } finally {
      ended = true;
      await saying;
    }
    const all = await count(said, 'select count(*) from outbox');
    expect(all).toBeGreaterThan(before);
    await eventually(async () => (await count(heard, 'select count(distinct application_id) from effect')) === all, {
      withinMs: 200_000,
      what: 'every event to have its effect',
    });
    expect(await count(heard, 'select count(*) from effect')).toBe(all);
    const [gap] = await heard.query<{ seconds: string }>(
      `select extract(epoch from max(at - before)) as seconds
         from (select at, coalesce(lag(at) over (order by at), $1) as before from effect where at >= $1) one`,
      [begun?.now],
    );
    return Number(gap?.seconds);
  }

  const askBroker = (path: string) => managementApi(cluster.managementUrl)('GET', path);
  const leader = async (): Promise<Node> => {
    const name = await eventually(async () => leaderIn.parse(await askBroker(`/api/queues/%2F/${queue}`)).leader);
    const node = cluster.nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(`the leader ${name} is no node of this cluster`);
    return node;
  };
  const allNodesUp = () =>
    eventually(async () => nodesIn.parse(await askBroker('/api/nodes')).every(({ running }) => running), {
      withinMs: 120_000,
      what: 'three nodes to be together',
    });

  it.each([
    [
      'the leader’s cable is out for 70 s',
      async (node: Node) => {
        node.cut();
        await pause(70_000);
        node.join();
      },
    ],
    [
      'the leader is frozen for 35 s',
      async (node: Node) => {
        node.server.kill('SIGSTOP');
        await pause(35_000);
        node.server.kill('SIGCONT');
      },
    ],
    [
      'the leader is killed and comes back',
      async (node: Node) => {
        node.server.kill();
        await node.server.untilReady();
      },
    ],
  ])(
    '19: %s',
    async (says, fault) => {
      const node = await leader();
      const seconds = await goesOnDuring(async () => {
        await pause(2_000);
        await fault(node);
      });
      process.stdout.write(`19 ${says}: longest pause ${seconds.toFixed(1)} s\n`);
      expect(seconds).toBeLessThanOrEqual(longestPauseSeconds);
      await allNodesUp();
    },
    500_000,
  );

  it('20: the majority is gone: nothing is taken for published, and all of it is when they are back', async () => {
    const leads = await leader();
    const [other] = cluster.nodes.filter((node) => node !== leads);
    const majority = [leads, other].filter((node) => node !== undefined);
    const seconds = await goesOnDuring(async () => {
      await pause(2_000);
      for (const node of majority) node.server.kill('SIGSTOP');
      // What was confirmed before may still be marked; from then on nothing is.
      await pause(5_000);
      const before = await published();
      await pause(15_000);
      expect(await published()).toBe(before);
      expect(await count(said, 'select count(*) from outbox where published_at is null')).toBeGreaterThan(50);
      for (const node of majority) node.server.kill('SIGCONT');
    });
    process.stdout.write(`20 the majority is gone for 20 s: longest pause ${seconds.toFixed(1)} s\n`);
    await allNodesUp();
  }, 500_000);
});
