import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DocumentsComplete, MessageParked } from '#contracts';
import { parkedExchange, propertiesOf, Publisher } from '#messaging';
import { eventually } from '#testing';
import { type ConsoleBench, consoleBench } from './console-bench.js';

let console_: ConsoleBench;
let publisher: Publisher;
let ops: Record<string, string>;
const queue = 'intake.documents-checked';

beforeAll(async () => {
  console_ = await consoleBench();
  publisher = new Publisher(console_.bench.urlOf('intake'), 'test:park');
  publisher.start();
  await publisher.ready(10_000);
  ops = { authorization: `Bearer ${await console_.token('ops')}` };
}, 60_000);
afterAll(async () => {
  await publisher.close();
  await console_.close();
});

interface Parked {
  parkedId: string;
  messageId: string;
  queue: string;
  reason: string;
  error: string | null;
  state: string;
  attempts: number;
  decidedBy: string | null;
  why: string | null;
}

/** Parks a copy as the library does: under the consumer's queue, with its history. */
async function park(how: { queue?: string; time?: Date; id?: string; origin?: string } = {}): Promise<string> {
  const id = how.id ?? randomUUID();
  const data = { applicationId: randomUUID(), answers: 2 };
  const envelope = {
    id,
    type: DocumentsComplete.type,
    version: 1,
    source: 'document-validation',
    subject: data.applicationId,
    time: how.time ?? new Date(),
    correlationId: id,
    causationId: undefined,
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  };
  const properties = propertiesOf(envelope, 'intake');
  await publisher.publish(parkedExchange, how.queue ?? queue, Buffer.from(JSON.stringify(data)), {
    ...properties,
    headers: {
      ...(properties.headers as Record<string, unknown>),
      'x-origin': how.origin ?? 'document-validation',
      'x-reason': 'permanent',
      'x-attempt': 2,
      'x-error': 'Permanent:permanent',
      'x-first-failed-at': '2026-11-24T01:00:00.000Z',
    },
  });
  return id;
}

const desk = async (state = 'open'): Promise<Parked[]> =>
  ((await (await console_.get(`/parked?state=${state}&limit=100`, ops)).json()) as { parked: Parked[] }).parked;
const onDesk = (messageId: string, state = 'open') =>
  eventually(async () => (await desk(state)).find((one) => one.messageId === messageId), {
    what: `${messageId} on the desk`,
  });

describe('the parked desk', () => {
  it('keeps what the library parked, says so, and shows neither body nor person', async () => {
    const messageId = await park();
    const one = await onDesk(messageId);
    expect(one).toMatchObject({ queue, reason: 'permanent', error: 'Permanent:permanent', attempts: 2, state: 'open' });
    await console_.bench.heard(MessageParked, (data) => data.parkedId === one.parkedId && data.queue === queue);
    const [row] = await console_.bench.query<{ body: string }>(
      `select body from parked_message where message_id = '${messageId}'`,
    );
    expect(row?.body).toMatch(/^f1\./);
    expect(JSON.stringify(one)).not.toContain('"body"');
    expect((await console_.bench.queue('loket.parked')).ready).toBe(0);
  });

  it('keeps what cannot be read, whatever is in its headers', async () => {
    await publisher.publish(parkedExchange, queue, Buffer.from([0, 255, 1]), {
      persistent: true,
      userId: 'intake',
      messageId: 'not-an-id\0 081234567890',
      headers: {
        'x-reason': 'poison\0',
        'x-attempt': 'many',
        'x-error': 'told 6503990101900001',
        'x-first-failed-at': 'never',
      },
    });
    const one = await eventually(async () => (await desk()).find(({ reason }) => reason === 'poison'));
    expect(one).toMatchObject({ queue, attempts: 0, error: 'told [number]' });
    expect(one.messageId).not.toContain('081234567890');
  });

  it('replays under the old message id to the one queue it came from; a second time changes nothing', async () => {
    // The console's own consumer stands for all: its queue is the one on this bench.
    const messageId = await park({ queue: 'ops-console.copy-events' });
    const copies = () => console_.bench.query(`select 1 from event where id = '${messageId}'`);
    const { parkedId } = await onDesk(messageId);
    expect(await copies()).toHaveLength(0);
    const first = await console_.post(`/parked/${parkedId}/replay`, { why: 'cause is repaired' }, ops);
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({ state: 'replayed', decidedBy: 'admin', why: 'cause is repaired' });
    await eventually(async () => (await copies()).length === 1);
    const again = await console_.post(`/parked/${parkedId}/replay`, { why: 'pressed it twice' }, ops);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ state: 'replayed', why: 'cause is repaired' });
    // Parked and replayed once more, as after a crash between publishing and noting it: the inbox absorbs it.
    await park({ queue: 'ops-console.copy-events', id: messageId });
    const twin = await onDesk(messageId);
    expect((await console_.post(`/parked/${twin.parkedId}/replay`, { why: 'to be sure' }, ops)).status).toBe(200);
    await eventually(async () => (await console_.bench.queue('loket.wait.5s')).ready === 0);
    const fresh = await park({ queue: 'ops-console.copy-events' });
    const { parkedId: freshId } = await onDesk(fresh);
    await console_.post(`/parked/${freshId}/replay`, { why: 'comes after it' }, ops);
    await eventually(
      async () => (await console_.bench.query(`select 1 from event where id = '${fresh}'`)).length === 1,
    );
    expect(await copies()).toHaveLength(1);
    expect(await desk('replayed')).toHaveLength(3);
    expect((await desk()).filter((one) => one.messageId === messageId)).toHaveLength(0);
  });

  it('sends back what a forger said under the forger’s name: it is parked again', async () => {
    const messageId = await park({ queue: 'ops-console.copy-events', origin: 'printing-queue' });
    const { parkedId } = await onDesk(messageId);
    await console_.post(`/parked/${parkedId}/replay`, { why: 'did not look closely' }, ops);
    const again = await onDesk(messageId);
    expect(again.reason).toBe('forged');
    expect(await console_.bench.query(`select 1 from event where id = '${messageId}'`)).toHaveLength(0);
  });

  it('refuses to replay what consumers no longer remember, or what was put away', async () => {
    const old = await onDesk(await park({ time: new Date(Date.now() - 36 * 86_400_000) }));
    const tooOld = await console_.post(`/parked/${old.parkedId}/replay`, { why: 'try it again' }, ops);
    expect([tooOld.status, ((await tooOld.json()) as { code: string }).code]).toEqual([409, 'too-old-to-replay']);
    expect((await console_.post(`/parked/${old.parkedId}/dismissal`, { why: 'settled by hand' }, ops)).status).toBe(
      200,
    );
    const away = await console_.post(`/parked/${old.parkedId}/replay`, { why: 'try it again' }, ops);
    expect([away.status, ((await away.json()) as { code: string }).code]).toEqual([409, 'already-dismissed']);
  });

  it('is for ops alone, and wants a reason', async () => {
    const { parkedId } = await onDesk(await park());
    const clerk = { authorization: `Bearer ${await console_.token('clerk')}` };
    expect((await console_.get('/parked')).status).toBe(401);
    expect((await console_.get('/parked', clerk)).status).toBe(403);
    expect((await console_.post(`/parked/${parkedId}/replay`, { why: 'because' }, clerk)).status).toBe(403);
    expect((await console_.post(`/parked/${parkedId}/replay`, {}, ops)).status).toBe(400);
    expect((await console_.post(`/parked/${randomUUID()}/replay`, { why: 'nobody knows' }, ops)).status).toBe(404);
  });
});
