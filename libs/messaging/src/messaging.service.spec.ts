import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type RunningService, startService } from '#boot';
import {
  ApplicationCheckingRegister,
  ApplicationSubmitted,
  ApplicationWithdrawn,
  defineFlow,
  DocumentsComplete,
  type Received,
} from '#contracts';
import { CreateOutboxAndInbox1760000000000, type Tx } from '#outbox';
import { eventually, type TestBench, testBench } from '#testing';
import type { Attempt } from './attempt.js';
import { connectService, type ServiceConnections } from './connect-service.js';
import { LinkDown, NotYet, Permanent } from './errors.js';
import type { LinkGate } from './link-gate.js';

const flow = defineFlow({
  service: 'document-validation',
  hears: {
    'check-documents': { events: [ApplicationSubmitted] },
    'check-population-register': { events: [ApplicationCheckingRegister], link: 'diskominfo', prefetch: 2 },
    'withdrawn-together': { events: [ApplicationWithdrawn], batch: 20 },
  },
  says: [DocumentsComplete],
});

type Work = (applicationId: string) => void | Promise<void>;
let onSubmitted: Work = () => undefined;
let onChecking: Work = () => undefined;
const batches: number[] = [];

@Controller()
class CheckDocuments {
  @EventPattern<string>('document-validation.check-documents')
  async handle(@Payload() event: Received<typeof ApplicationSubmitted>, @Ctx() tx: Tx): Promise<void> {
    await tx.query('insert into effect (application_id, said_by) values ($1, $2)', [
      event.data.applicationId,
      event.id,
    ]);
    await onSubmitted(event.data.applicationId);
    await tx.emit(DocumentsComplete, { applicationId: event.data.applicationId, answers: event.data.sequence });
  }
}

@Controller()
class CheckPopulationRegister {
  @EventPattern<string>('document-validation.check-population-register')
  async handle(@Payload() event: Received<typeof ApplicationCheckingRegister>, @Ctx() attempt: Attempt): Promise<void> {
    await onChecking(event.data.applicationId);
    await attempt.commit((tx) =>
      tx.query('insert into effect (application_id, said_by) values ($1, $2)', [event.data.applicationId, event.id]),
    );
  }
}

@Controller()
class WithdrawnTogether {
  @EventPattern<string>('document-validation.withdrawn-together')
  async handle(@Payload() events: Received<typeof ApplicationWithdrawn>[], @Ctx() tx: Tx): Promise<void> {
    batches.push(events.length);
    for (const event of events) {
      if (event.data.office === 'bad') throw new Permanent('bad office');
      await tx.query('insert into effect (application_id, said_by) values ($1, $2)', [
        event.data.applicationId,
        event.id,
      ]);
    }
  }
}

@Module({ controllers: [CheckDocuments, CheckPopulationRegister, WithdrawnTogether] })
class Services {}

class SwitchedLink implements LinkGate {
  readonly name = 'diskominfo';
  state: LinkGate['state'] = 'closed';
  allowance = 10;
  private readonly listeners: (() => void)[] = [];
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }
  become(state: LinkGate['state']): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

const link = new SwitchedLink();
let bench: TestBench;
let connections: ServiceConnections;
let running: RunningService;

function announcement(applicationId: string, office = 'nunukan') {
  return { applicationId, sequence: 2, kind: 'HILANG', channel: 'whatsapp', district: '650399', office } as const;
}
const effects = async (applicationId: string) =>
  (
    await bench.query<{ n: number }>('select count(*)::int as n from effect where application_id = $1', [applicationId])
  )[0]?.n ?? 0;

beforeAll(async () => {
  bench = await testBench(flow, { migrations: [CreateOutboxAndInbox1760000000000] });
  await bench.query('create table effect (application_id uuid, said_by uuid)');
  await bench.query('grant all on effect to document_validation_app');
  connections = await connectService({ flow, databaseUrl: bench.databaseUrl, amqpUrl: bench.amqpUrl, links: [link] });
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
  await bench?.close();
}, 30_000);

describe('a consumer', () => {
  it('commits its effects and what it says together, and says it once for a message that comes twice', async () => {
    const applicationId = crypto.randomUUID();
    const data = { ...announcement(applicationId), state: 'submitted' as const };
    const id = await bench.say(ApplicationSubmitted, data);
    await bench.say(ApplicationSubmitted, data, { id });
    const complete = await bench.heard(DocumentsComplete, (said) => said.applicationId === applicationId);
    expect(complete.data.answers).toBe(2);
    expect(complete.causationId).toBe(id);
    expect(complete.correlationId).toBe(id);
    await eventually(async () => (await bench.queue('document-validation.check-documents')).ready === 0);
    expect(await effects(applicationId)).toBe(1);
    expect(
      bench.allSaid().filter((one) => one.type === 'documents.complete' && one.data.applicationId === applicationId),
    ).toHaveLength(1);
  });

  it('rolls back and tries again after the waits, counting its failures', async () => {
    const applicationId = crypto.randomUUID();
    let failures = 0;
    onSubmitted = (id) => {
      if (id === applicationId && failures++ < 2) throw new Error('the database was busy');
    };
    await bench.say(ApplicationSubmitted, { ...announcement(applicationId), state: 'submitted' });
    await bench.heard(DocumentsComplete, (said) => said.applicationId === applicationId);
    expect(failures).toBe(3);
    expect(await effects(applicationId)).toBe(1);
  });

  it('is handled again at once when it was overtaken by moments, without a trip through a wait queue', async () => {
    const applicationId = crypto.randomUUID();
    let calls = 0;
    onSubmitted = (id) => {
      if (id === applicationId && calls++ < 3) throw new NotYet('the fact before it is still on its way');
    };
    const id = await bench.say(ApplicationSubmitted, { ...announcement(applicationId), state: 'submitted' });
    await bench.heard(DocumentsComplete, (said) => said.applicationId === applicationId);
    expect(calls).toBe(4);
    const [row] = await bench.query<{ n: number }>('select count(*)::int as n from inbox where message_id = $1', [id]);
    expect(row?.n).toBe(1);
  });

  it('is parked when its waits are used up, with the reason and no text of the error', async () => {
    const applicationId = crypto.randomUUID();
    onSubmitted = (id) => {
      if (id === applicationId) throw new Error(`cannot bear ${applicationId}`);
    };
    const id = await bench.say(ApplicationSubmitted, { ...announcement(applicationId), state: 'submitted' });
    const parked = await eventually(() => bench.parked().find((one) => one.properties.messageId === id));
    expect(parked.fields.routingKey).toBe('document-validation.check-documents');
    expect(parked.properties.headers).toMatchObject({ 'x-reason': 'exhausted', 'x-attempt': 5, 'x-error': 'Error' });
    expect(JSON.stringify(parked.properties.headers)).not.toContain('cannot bear');
    expect(await effects(applicationId)).toBe(0);
  });

  it('is parked at once by a permanent error', async () => {
    const applicationId = crypto.randomUUID();
    onSubmitted = (id) => {
      if (id === applicationId) throw new Permanent('no such application');
    };
    const id = await bench.say(ApplicationSubmitted, { ...announcement(applicationId), state: 'submitted' });
    const parked = await eventually(() => bench.parked().find((one) => one.properties.messageId === id));
    expect(parked.properties.headers).toMatchObject({ 'x-reason': 'permanent', 'x-attempt': 0 });
  });

  it('parks what is said by somebody who may not say it', async () => {
    const id = await bench.say(
      ApplicationSubmitted,
      { ...announcement(crypto.randomUUID()), state: 'submitted' },
      { from: 'notification' },
    );
    const parked = await eventually(() => bench.parked().find((one) => one.properties.messageId === id));
    expect(parked.properties.headers).toMatchObject({ 'x-reason': 'forged' });
  });

  it('parks poison and goes on', async () => {
    const id = await bench.say(ApplicationSubmitted, {
      ...announcement(crypto.randomUUID()),
      state: 'submitted',
      sequence: -1,
    });
    const parked = await eventually(() => bench.parked().find((one) => one.properties.messageId === id));
    expect(parked.properties.headers).toMatchObject({ 'x-reason': 'poison' });
    onSubmitted = () => undefined;
    const applicationId = crypto.randomUUID();
    await bench.say(ApplicationSubmitted, { ...announcement(applicationId), state: 'submitted' });
    await bench.heard(DocumentsComplete, (said) => said.applicationId === applicationId);
  });
});

describe('a batch consumer', () => {
  it('commits many messages together, and a bad one alone is parked', async () => {
    const good = Array.from({ length: 12 }, () => crypto.randomUUID());
    const bad = crypto.randomUUID();
    await Promise.all(good.map((id) => bench.say(ApplicationWithdrawn, { ...announcement(id), state: 'withdrawn' })));
    const badId = await bench.say(ApplicationWithdrawn, { ...announcement(bad, 'bad'), state: 'withdrawn' });
    await eventually(() => bench.parked().find((one) => one.properties.messageId === badId));
    for (const id of good) await eventually(async () => (await effects(id)) === 1);
    expect(await effects(bad)).toBe(0);
    expect(Math.max(...batches)).toBeGreaterThan(1);
  });
});

describe('a consumer of a link', () => {
  it('pauses while the link is down, leaves its messages in its queue, and drains by itself', async () => {
    const queue = 'document-validation.check-population-register';
    link.become('open');
    await eventually(async () => (await bench.queue(queue)).consumers === 0);
    const waiting = Array.from({ length: 5 }, () => crypto.randomUUID());
    for (const id of waiting) {
      await bench.say(ApplicationCheckingRegister, {
        ...announcement(id),
        state: 'checking_register',
        completeSince: new Date().toISOString(),
      });
    }
    await eventually(async () => (await bench.queue(queue)).ready === 5);
    expect(connections.transport.problems()).toEqual([]);
    const other = crypto.randomUUID();
    await bench.say(ApplicationSubmitted, { ...announcement(other), state: 'submitted' });
    await bench.heard(DocumentsComplete, (said) => said.applicationId === other);
    link.allowance = 1;
    link.become('ramp');
    for (const id of waiting) await eventually(async () => (await effects(id)) === 1);
  });

  it('puts a message back without counting an attempt', async () => {
    const applicationId = crypto.randomUUID();
    let calls = 0;
    onChecking = (id) => {
      if (id === applicationId && calls++ < 7) throw new LinkDown('diskominfo');
    };
    await bench.say(ApplicationCheckingRegister, {
      ...announcement(applicationId),
      state: 'checking_register',
      completeSince: new Date().toISOString(),
    });
    await eventually(async () => (await effects(applicationId)) === 1, { withinMs: 30_000 });
    expect(calls).toBe(8);
    expect(bench.parked().some((one) => one.content.toString().includes(applicationId))).toBe(false);
  }, 40_000);
});
