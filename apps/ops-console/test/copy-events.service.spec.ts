import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationDelayed,
  ApplicationDraft,
  ApplicationReadyToPrint,
  ApplicationResumed,
  ApplicationSubmitted,
  ConversationReplied,
  LinkLost,
  LinkRestored,
  MessageSent,
  PrintJobCompleted,
  PrintJobHeld,
  PrintJobOffered,
  PrintJobStarted,
  WhatsappStatusReceived,
} from '#contracts';
import { UnitOfWork } from '#outbox';
import { eventually } from '#testing';
import { DataSource } from 'typeorm';
import { project } from '../src/event-copy/projections.js';
import { PLACES, type Places } from '../src/places.js';
import { rebuildProjections } from '../src/rebuild-projections.js';
import { type ConsoleBench, consoleBench } from './console-bench.js';

let console_: ConsoleBench;
beforeAll(async () => {
  console_ = await consoleBench();
}, 60_000);
afterAll(() => console_.close());

const office = 'nunukan';
const announced = (applicationId: string) =>
  ({ applicationId, kind: 'HILANG', channel: 'counter', district: '650302', office }) as const;

/** Says a life in any order and waits until all of it is copied. */
async function sayLife(applicationId: string, order: (count: number) => number[]): Promise<void> {
  const { bench } = console_;
  const base = announced(applicationId);
  const since = '2026-11-24T01:00:00.000Z';
  const job = { jobId: randomUUID(), applicationId, answers: 6, office };
  const attempt = { stationId: 'nunukan-1', attempt: 1 };
  const said: (() => Promise<string>)[] = [
    () => bench.say(ApplicationDraft, { ...base, sequence: 1, state: 'draft' }),
    () => bench.say(ApplicationSubmitted, { ...base, sequence: 2, state: 'submitted' }),
    () =>
      bench.say(ApplicationCheckingRegister, {
        ...base,
        sequence: 3,
        state: 'checking_register',
        completeSince: since,
      }),
    () => bench.say(ApplicationDelayed, { ...base, sequence: 4, state: 'checking_register', cause: 'network', since }),
    () =>
      bench.say(ApplicationResumed, {
        ...base,
        sequence: 5,
        state: 'checking_register',
        cause: 'network',
        since,
        until: since,
      }),
    () => bench.say(ApplicationReadyToPrint, { ...base, sequence: 6, state: 'ready_to_print' }),
    () => bench.say(ApplicationDelayed, { ...base, sequence: 7, state: 'ready_to_print', cause: 'blanks', since }),
    () => bench.say(PrintJobOffered, job),
    () => bench.say(PrintJobStarted, { ...job, ...attempt }),
    () => bench.say(PrintJobHeld, { ...job, ...attempt, reason: 'lease-over-after-begin' }),
    () => bench.say(PrintJobCompleted, { ...job, ...attempt, pickupOffice: office }),
  ];
  for (const at of order(said.length)) await said[at]?.();
  await eventually(
    async () => (await rows('event', `where application_id = '${applicationId}'`)).length === said.length,
  );
}

const rows = (table: string, where = '') =>
  console_.bench.query<Record<string, unknown>>(`select * from ${table} ${where}`);

async function shown(applicationId: string): Promise<Record<string, unknown>> {
  const token = await console_.token('clerk');
  const answer = await console_.get(`/applications/${applicationId}`, { authorization: `Bearer ${token}` });
  return (await answer.json()) as Record<string, unknown>;
}

describe('the copy of all events', () => {
  it('shows the newest state whatever the order, and what the request waits for', async () => {
    const orders = [
      (n: number) => Array.from({ length: n }, (_, i) => i),
      (n: number) => Array.from({ length: n }, (_, i) => n - 1 - i),
      (n: number) => Array.from({ length: n }, (_, i) => (i * 7 + 3) % n),
    ];
    for (const order of orders) {
      const id = randomUUID();
      await sayLife(id, order);
      expect(await shown(id)).toMatchObject({
        sequence: 7,
        state: 'ready_to_print',
        completeSince: '2026-11-24T01:00:00.000Z',
        holds: [{ cause: 'blanks', since: '2026-11-24T01:00:00.000Z' }],
        printJob: { state: 'completed' },
      });
    }
  });

  it('takes an event once', async () => {
    const applicationId = randomUUID();
    const id = randomUUID();
    const data = { ...announced(applicationId), sequence: 1, state: 'draft' as const };
    await console_.bench.say(ApplicationDraft, data, { id });
    await console_.bench.say(ApplicationDraft, data, { id });
    await console_.bench.say(ApplicationSubmitted, { ...data, sequence: 2, state: 'submitted' });
    await eventually(async () => (await shown(applicationId))['state'] === 'submitted');
    expect(await rows('event', `where application_id = '${applicationId}'`)).toHaveLength(2);
  });

  it('says what a state itself waits for, until the state is left', async () => {
    const id = randomUUID();
    const base = announced(id);
    await console_.bench.say(ApplicationAwaitingRecording, {
      ...base,
      sequence: 4,
      state: 'awaiting_recording',
      cause: 'deduplication',
    });
    await eventually(async () => JSON.stringify((await shown(id))['holds'] ?? '').includes('deduplication'));
    await console_.bench.say(ApplicationReadyToPrint, { ...base, sequence: 5, state: 'ready_to_print' });
    await eventually(async () => (await shown(id))['state'] === 'ready_to_print');
    expect((await shown(id))['holds']).toEqual([]);
  });

  it('keeps no sealed text and no number of a person', async () => {
    const conversationId = randomUUID();
    await console_.bench.say(ConversationReplied, {
      conversationId,
      sequence: 1,
      messageKey: 'free-text',
      variables: { slip: 'hubungi 081234567890' },
      sealedText: 'SEALED-WORDS',
    });
    const copied = () => rows('event', `where subject = '${conversationId}'`);
    const kept = JSON.stringify(await eventually(async () => ((await copied()).length === 1 ? copied() : undefined)));
    expect(kept).not.toContain('SEALED-WORDS');
    expect(kept).not.toContain('081234567890');
    expect(kept).toContain('free-text');
  });

  it('cannot be changed afterwards, not even by the console itself', async () => {
    const dataSource = console_.running.app.get(DataSource);
    await expect(dataSource.query("update event set source = 'nobody'")).rejects.toThrow(/permission denied/);
    await expect(dataSource.query('delete from event')).rejects.toThrow(/permission denied/);
  });

  it('tells which link is down and since when, by the newest word of each service', async () => {
    const { bench } = console_;
    const about = { link: 'diskominfo', way: 'primary', seenBy: 'document-validation' } as const;
    const links = async () => {
      const token = await console_.token('clerk');
      const answer = (await (await console_.get('/links', { authorization: `Bearer ${token}` })).json()) as {
        links: { link: string; state: string; since: string }[];
      };
      return answer.links.find(({ link }) => link === 'diskominfo');
    };
    await bench.say(
      LinkLost,
      { ...about, cause: 'timeout', since: '2026-11-24T01:00:00.000Z' },
      { from: 'document-validation' },
    );
    await eventually(async () => (await links())?.state === 'down');
    expect(await links()).toMatchObject({
      state: 'down',
      since: '2026-11-24T01:00:00.000Z',
      cause: 'timeout',
      seenBy: ['document-validation'],
    });
    await bench.say(
      LinkRestored,
      { ...about, cause: 'recovered', since: '2026-11-24T02:00:00.000Z' },
      { from: 'document-validation' },
    );
    await eventually(async () => (await links())?.state === 'up');
  });

  it('gives the same projections in whatever order and portions the events come', async () => {
    const id = randomUUID();
    await sayLife(id, (n) => Array.from({ length: n }, (_, i) => i));
    const unitOfWork = console_.running.app.get(UnitOfWork);
    const { calendar } = console_.running.app.get<Places>(PLACES);
    const said = (await rows('event', `where application_id = '${id}' order by time, id`)).map((row) => ({
      id: String(row['id']),
      type: String(row['type']),
    }));
    const ofApplication = async () => [
      await rows('application', `where id = '${id}'`),
      await rows('application_hold', `where application_id = '${id}' order by 2`),
      await rows('print_job', `where application_id = '${id}'`),
      await rows('request_fact', `where application_id = '${id}'`),
      await rows('print_outcome', `where application_id = '${id}' order by 1`),
    ];
    const expected = await ofApplication();
    for (let shift = 0; shift < said.length; shift += 1) {
      // Another order each time: rotated, and read backwards every other time; one event to a portion.
      const turned = [...said.slice(shift), ...said.slice(0, shift)];
      const order = shift % 2 === 0 ? turned.toReversed() : turned;
      await unitOfWork.run(async (tx) => {
        for (const table of ['application', 'application_hold', 'print_job', 'request_fact', 'print_outcome'])
          await tx.query(`delete from ${table} where ${table === 'application' ? 'id' : 'application_id'} = $1`, [id]);
        for (const one of [...order, ...order.slice(0, 3)]) await project(tx, [one], [id], calendar);
      });
      expect(await ofApplication()).toEqual(expected);
    }
  });

  it('makes the same projections anew from the events', async () => {
    const tables = {
      application: 1,
      application_hold: 3,
      print_job: 1,
      message: 1,
      review: 1,
      link_state: 3,
      application_trace: 2,
    };
    const all = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(tables).map(async ([table, keys]) => [
            table,
            await rows(table, `order by ${[1, 2, 3].slice(0, keys).join()}`),
          ]),
        ),
      );
    const before = await all();
    await console_.bench.query("update application set state = 'expired', sequence = 99");
    const read = await rebuildProjections(
      console_.running.app.get(UnitOfWork),
      console_.running.app.get<Places>(PLACES).calendar,
    );
    expect(read).toBeGreaterThan(30);
    expect(await all()).toEqual(before);
  });

  it('tells since when WhatsApp is silent: it took a message of ours, and no word of anything came in', async () => {
    const { bench } = console_;
    const whatsappIn = async () => {
      const token = await console_.token('clerk');
      const answer = (await (await console_.get('/links', { authorization: `Bearer ${token}` })).json()) as {
        links: { link: string; state: string; since: string | null; waiting: number }[];
      };
      return answer.links.find(({ link }) => link === 'whatsapp-in');
    };
    const dataSource = console_.running.app.get(DataSource);
    const messageId = randomUUID();
    await bench.say(
      MessageSent,
      { messageId, about: randomUUID(), fact: 'application.submitted' },
      { from: 'notification' },
    );
    await eventually(async () => (await rows('message', `where id = '${messageId}'`)).length === 1);
    // It may take a moment until WhatsApp says something.
    expect(await whatsappIn()).toMatchObject({ state: 'up', waiting: 0 });
    await dataSource.query("update message set at = now() - interval '25 seconds' where id = $1", [messageId]);
    expect(await whatsappIn()).toMatchObject({ state: 'down', cause: 'silence', waiting: 1 });
    expect((await whatsappIn())?.since).toEqual(expect.any(String));
    await bench.say(
      WhatsappStatusReceived,
      { status: 'sent', providerRef: 'A'.repeat(43), at: new Date().toISOString() },
      { from: 'intake' },
    );
    await eventually(async () => (await whatsappIn())?.state === 'up');
  });
});
