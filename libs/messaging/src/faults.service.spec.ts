import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type RunningService, startService } from '#boot';
import { ApplicationSubmitted, defineFlow, DocumentsComplete, type Received } from '#contracts';
import { metrics } from '#observability';
import { CreateOutboxAndInbox1760000000000, type Tx } from '#outbox';
import { eventually, type TestBench, testBench, testServers, toxicProxy, type ToxicProxy } from '#testing';
import { applyTopology, managementApi } from './apply-topology.js';
import { connectService, type ServiceConnections } from './connect-service.js';

/** Faults 11, 12 and 22 of the catalogue (docs/faults.md): what goes wrong between two steps, with the broker behind a bad network. */
const flow = defineFlow({
  service: 'document-validation',
  hears: { 'check-documents': { events: [ApplicationSubmitted], prefetch: 10 } },
  says: [DocumentsComplete],
});

const queue = 'document-validation.check-documents';
/** What befalls the handling of one application, inside its transaction and right behind its commit. */
let within: (applicationId: string) => Promise<void> = () => Promise.resolve();
let behind: (applicationId: string) => void = () => undefined;

@Controller()
class CheckDocuments {
  @EventPattern<string>(queue)
  async handle(@Payload() event: Received<typeof ApplicationSubmitted>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, sequence } = event.data;
    await tx.query('insert into effect (application_id) values ($1)', [applicationId]);
    await tx.emit(DocumentsComplete, { applicationId, answers: sequence });
    tx.afterCommit(() => behind(applicationId));
    await within(applicationId);
  }
}

@Module({ controllers: [CheckDocuments] })
class Services {}

let bench: TestBench;
let broker: ToxicProxy;
let connections: ServiceConnections;
let running: RunningService;

beforeAll(async () => {
  bench = await testBench(flow, { migrations: [CreateOutboxAndInbox1760000000000] });
  await bench.query('create table effect (application_id uuid)');
  await bench.query('grant all on effect to document_validation_app');
  const url = new URL(bench.amqpUrl);
  broker = await toxicProxy({ port: Number(url.port), host: url.hostname });
  url.port = String(broker.port);
  url.hostname = '127.0.0.1';
  connections = await connectService({ flow, databaseUrl: bench.databaseUrl, amqpUrl: url.href });
  running = await startService({
    service: 'document-validation',
    module: Services,
    port: 0,
    version: 'test',
    transports: [connections.transport],
  });
  await eventually(() => connections.transport.problems().length === 0);
}, 60_000);

afterAll(async () => {
  await running?.stop();
  await connections?.stop();
  await broker?.close();
  await bench?.close();
}, 30_000);

async function submit(): Promise<string> {
  const applicationId = crypto.randomUUID();
  const data = {
    applicationId,
    sequence: 2,
    state: 'submitted',
    kind: 'HILANG',
    channel: 'whatsapp',
    district: '650399',
    office: 'nunukan',
  } as const;
  await bench.say(ApplicationSubmitted, data);
  return applicationId;
}

const effects = async (applicationId: string) =>
  (await bench.query('select 1 from effect where application_id = $1', [applicationId])).length;
const saidAbout = (applicationId: string) =>
  bench.allSaid().filter((one) => one.type === 'documents.complete' && one.data.applicationId === applicationId);
/** Messages handled so far, those that had been before included. */
async function handledSoFar(): Promise<number> {
  const text = await metrics.metrics();
  const lines = text.split('\n').filter((line) => line.startsWith('loket_messages_handled_total{'));
  return lines.filter((line) => line.includes(queue)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
/** All connections end in this moment and may be made anew in the next, as when a process is killed and comes back. */
async function breakOff(): Promise<void> {
  await broker.poison({ kind: 'refuse' });
  await broker.heal();
}

describe('a crash between two steps', () => {
  it('commit and ack: the message comes again and changes nothing', async () => {
    const before = await handledSoFar();
    let broken: Promise<void> | undefined;
    behind = () => {
      behind = () => undefined;
      broken = breakOff();
    };
    const applicationId = await submit();
    await eventually(async () => (await handledSoFar()) === before + 2, { what: 'the second delivery' });
    await broken;
    await eventually(() => saidAbout(applicationId).length > 0);
    expect([await effects(applicationId), saidAbout(applicationId).length]).toEqual([1, 1]);
  }, 60_000);

  it('begin and commit: nothing has happened, and the next delivery does it once', async () => {
    within = async () => {
      within = () => Promise.resolve();
      await breakOff();
      throw new Error('the process is gone');
    };
    const applicationId = await submit();
    await eventually(() => saidAbout(applicationId).length > 0, { withinMs: 30_000 });
    expect([await effects(applicationId), saidAbout(applicationId).length]).toEqual([1, 1]);
  }, 60_000);

  it('confirm and mark: what was published is published again under its old id', async () => {
    const applicationId = await submit();
    await eventually(() => saidAbout(applicationId).length === 1);
    const rows = await bench.query<{ id: string }>(
      `update outbox set published_at = null where body::jsonb ->> 'applicationId' = $1 returning id`,
      [applicationId],
    );
    await eventually(() => saidAbout(applicationId).length === 2);
    expect(saidAbout(applicationId).map((one) => one.id)).toEqual([rows[0]?.id, rows[0]?.id]);
  }, 60_000);
});

describe('a queue that somebody deleted', () => {
  it('turns readiness red, and the topology step brings consumer and messages back', async () => {
    const { managementUrl } = testServers();
    const api = managementApi(managementUrl);
    await api('DELETE', `/api/queues/${bench.vhost}/${queue}`);
    await eventually(async () => (await connections.checks.broker?.())?.some((problem) => problem.includes(queue)));
    await applyTopology({ managementUrl, vhost: bench.vhost, flows: [flow], offices: [], passwords: {} });
    await eventually(async () => (await connections.checks.broker?.())?.length === 0, { withinMs: 30_000 });
    const applicationId = await submit();
    await eventually(() => saidAbout(applicationId).length === 1);
  }, 60_000);
});
