import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationWithdrawalRequested,
  CapabilityChanged,
  LinkLost,
  PrintingDeferred,
  PrintingResumed,
  PrintJobAbandoned,
  PrintJobCompleted,
  PrintJobHeld,
  PrintJobOffered,
  PrintJobWithdrawalRefused,
} from '#contracts';
import { eventually } from '#testing';
import { type QueueBench, queueBench } from './printing-queue.bench.js';

let bench: QueueBench;
let operator: string;
let siak: { url: string; open(): Promise<void>; close(): Promise<void> };

beforeAll(async () => {
  siak = await farSide();
  bench = await queueBench(1, { SIAK_PRINT_URL: siak.url, SIAK_PRINT_LOOK_SECONDS: '0.1' });
  operator = await bench.clerkToken(['print-operator'], 'nunukan', 'operator-2');
  await bench.call('POST', '/stations/nunukan-1/blanks', operator, { box: 'B1', from: 1, to: 60 });
  await bench.call('POST', '/stations/nunukan-2/blanks', operator, { box: 'B2', from: 1, to: 60 });
}, 90_000);
afterAll(async () => {
  await bench?.close();
  await siak?.close();
}, 30_000);

/** An HTTP server that can go and come back at one address. */
async function farSide() {
  const server = createServer((_, response) => response.end());
  const open = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => open(port),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const claim = (jobId: string, station = 'nunukan-1') => bench.call('POST', `/print-jobs/${jobId}/claims`, station, {});
const act = (jobId: string, what: string, body: object = {}, station = 'nunukan-1', attempt = 1) =>
  bench.call('POST', `/print-jobs/${jobId}/attempts/${attempt}/${what}`, station, body);
const settle = (jobId: string, body: object) => bench.call('POST', `/print-jobs/${jobId}/settlement`, operator, body);
const blankState = async (serial: string) =>
  (await bench.query<{ state: string }>('select state from blank where serial = $1', [serial]))[0]?.state;
const withdraw = (applicationId: string, sequence = 6) =>
  bench.say(ApplicationWithdrawalRequested, {
    applicationId,
    sequence,
    state: 'ready_to_print',
    kind: 'HILANG',
    channel: 'whatsapp',
    district: '650399',
    office: 'nunukan',
  } as const);

/** A job that has begun. */
async function begun(station = 'nunukan-1') {
  const job = await bench.offered();
  await claim(job.jobId, station);
  const { json } = await act(job.jobId, 'begin', { serial: 'next' }, station);
  return { ...job, serial: String(json.serial) };
}

describe('a silent station', () => {
  it('loses a job that has not begun; its old attempt is fenced', async () => {
    const { jobId } = await bench.offered();
    await claim(jobId);
    await eventually(async () => (await bench.job(jobId)).state === 'queued');
    await eventually(
      () => bench.allSaid().filter((one) => one.type === 'print-job.offered' && one.data.jobId === jobId).length === 2,
    );
    expect((await act(jobId, 'begin', { serial: 'next' })).json.code).toBe('lease-over');
    expect((await claim(jobId, 'nunukan-2')).json.attempt).toBe(2);
    expect((await act(jobId, 'begin', { serial: 'next' })).json.code).toBe('old-attempt');
    expect((await act(jobId, 'begin', { serial: 'next' }, 'nunukan-2', 2)).status).toBe(200);
  });

  it('that had begun leaves it held, never printed again by itself; its late report is believed', async () => {
    const { jobId, serial } = await begun();
    const held = await bench.heard(PrintJobHeld, (said) => said.jobId === jobId);
    expect(held.data).toMatchObject({ reason: 'lease-over-after-begin', stationId: 'nunukan-1', attempt: 1 });
    expect((await claim(jobId, 'nunukan-2')).json.code).toBe('taken');
    expect((await act(jobId, 'renew')).json.code).toBe('job-held');
    expect(await blankState(serial)).toBe('reserved');
    expect((await act(jobId, 'complete', { serial })).status).toBe(200);
    await bench.heard(PrintJobCompleted, (said) => said.jobId === jobId);
    expect(await blankState(serial)).toBe('used');
  });

  it('keeps its job by renewing it', async () => {
    const { jobId, serial } = await begun();
    const end = performance.now() + 1_600;
    await eventually(async () => {
      expect((await act(jobId, 'renew')).status).toBe(200);
      return performance.now() > end;
    });
    expect((await act(jobId, 'complete', { serial })).status).toBe(200);
    expect(bench.allSaid().some((one) => one.type === 'print-job.held' && one.data.jobId === jobId)).toBe(false);
  });
});

describe('a job that is put aside', () => {
  it('is settled by a person: printed, on the blank that was found', async () => {
    const { jobId, serial } = await begun();
    const other =
      (
        await bench.query<{ serial: string }>(
          "select serial from blank where state = 'in_stock' and station_id = 'nunukan-1' order by seq desc limit 1",
        )
      )[0]?.serial ?? '';
    expect((await act(jobId, 'complete', { serial: other })).json.code).toBe('serial-differs');
    await bench.heard(PrintJobHeld, (said) => said.jobId === jobId && said.reason === 'serial-differs');
    expect((await settle(jobId, { outcome: 'printed', serial: 'B9-00009', note: 'kartu ada di baki' })).json.code).toBe(
      'blank-not-in-stock',
    );
    expect((await settle(jobId, { outcome: 'printed', serial: other, note: 'kartu ada di baki' })).json).toEqual({
      state: 'completed',
    });
    expect([await blankState(serial), await blankState(other)]).toEqual(['in_stock', 'used']);
    expect((await settle(jobId, { outcome: 'spoiled', note: 'sekali lagi' })).json.code).toBe('not-held');
  });

  it('ends without a card when the blank is spoiled or was never fed', async () => {
    for (const [outcome, state] of [
      ['spoiled', 'spoiled'],
      ['not-fed', 'in_stock'],
    ] as const) {
      const { jobId, serial } = await begun();
      expect(
        (
          await bench.call('POST', '/stations/me/journal', 'nunukan-1', {
            bootId: randomUUID(),
            entries: [{ jobId, attempt: 1, said: 'abort' }],
          })
        ).json,
      ).toMatchObject({ verdicts: [{ verdict: 'moved' }] });
      await bench.heard(PrintJobHeld, (said) => said.jobId === jobId && said.reason === 'printer-aborted');
      expect((await act(jobId, 'complete', { serial })).json.code).toBe('job-held');
      const asked = await settle(jobId, { outcome, note: 'sudah dilihat' });
      expect(asked.json).toMatchObject({ state: 'awaiting-approval' });
      expect(await bench.job(jobId)).toMatchObject({ state: 'held' });
      const approval = `/approvals/${String(asked.json.approvalId)}/decision`;
      const yes = { decision: 'approve', note: 'foto baki sudah dilihat' };
      expect((await bench.call('POST', approval, operator, yes)).json.code).toBe('same-person');
      const elsewhere = await bench.clerkToken(['print-operator'], 'krayan', 'operator-9');
      expect((await bench.call('POST', approval, elsewhere, yes)).json).toEqual({ decision: 'approved', jobId });
      await bench.heard(PrintJobAbandoned, (said) => said.jobId === jobId && said.reason === outcome);
      expect(await blankState(serial)).toBe(state);
    }
  });

  it('keeps every report that was not believed, as evidence', async () => {
    const { jobId } = await begun();
    expect((await act(jobId, 'complete', { serial: 'B2-00060' }, 'nunukan-2')).json.code).toBe('old-attempt');
    await bench.heard(PrintJobHeld, (said) => said.jobId === jobId && said.reason === 'unexplained-report');
    const rows = await bench.query('select station_id, said, serial, accepted, verdict from report where job_id = $1', [
      jobId,
    ]);
    expect(rows).toEqual([
      { station_id: 'nunukan-2', said: 'complete', serial: 'B2-00060', accepted: false, verdict: 'old-attempt' },
    ]);
  });
});

describe('a station that comes back', () => {
  it('claims only after its journal; what the journal explains is taken, what it does not is held', async () => {
    const told = await begun('nunukan-2');
    const lost = await begun('nunukan-2');
    const going = await begun('nunukan-2');
    const waiting = await bench.offered();
    await claim(waiting.jobId, 'nunukan-2');
    const bootId = randomUUID();
    const fresh = await bench.offered();
    expect((await bench.call('POST', `/print-jobs/${fresh.jobId}/claims`, 'nunukan-2', { bootId })).json.code).toBe(
      'journal-first',
    );
    const journal = {
      bootId,
      entries: [
        { jobId: told.jobId, attempt: 1, said: 'complete', serial: told.serial },
        { jobId: randomUUID(), attempt: 1, said: 'not-fed' },
      ],
      inHand: [{ jobId: going.jobId, attempt: 1 }],
    };
    const posted = await bench.call('POST', '/stations/me/journal', 'nunukan-2', journal);
    expect(posted.json).toMatchObject({ verdicts: [{ verdict: 'moved' }, { verdict: 'print-job-not-found' }] });
    await bench.heard(PrintJobCompleted, (said) => said.jobId === told.jobId);
    await bench.heard(PrintJobHeld, (said) => said.jobId === lost.jobId && said.reason === 'journal-lost');
    expect(await bench.job(going.jobId)).toMatchObject({ state: 'started' });
    expect(await bench.job(waiting.jobId)).toMatchObject({ state: 'queued' });
    // The same journal again changes nothing, also not what was begun since.
    expect((await bench.call('POST', '/stations/me/journal', 'nunukan-2', journal)).json).toMatchObject({
      verdicts: [{ verdict: 'already' }, {}],
    });
    expect((await bench.call('POST', `/print-jobs/${fresh.jobId}/claims`, 'nunukan-2', { bootId })).status).toBe(201);
  });
});

describe('a withdrawal', () => {
  it('wins over a job that has not begun, which no station can begin then', async () => {
    const { applicationId, jobId } = await bench.offered();
    await claim(jobId);
    await withdraw(applicationId);
    await bench.heard(PrintJobAbandoned, (said) => said.jobId === jobId && said.reason === 'withdrawn');
    expect((await act(jobId, 'begin', { serial: 'next' })).json.code).toBe('job-ended');
  });

  it('loses to ink', async () => {
    const { applicationId, jobId } = await begun();
    await withdraw(applicationId);
    await bench.heard(PrintJobWithdrawalRefused, (said) => said.jobId === jobId);
  });

  it('between two jobs ends the next one before it begins', async () => {
    const { applicationId, jobId, serial } = await begun();
    await act(jobId, 'spoil', { serial });
    const asked = await withdraw(applicationId, 7);
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = $1', [asked])).length === 1,
    );
    await bench.announce({ applicationId, sequence: 8 });
    const abandoned = await bench.heard(
      PrintJobAbandoned,
      (said) => said.applicationId === applicationId && said.answers === 8,
    );
    expect(abandoned.data.reason).toBe('withdrawn');
    expect(bench.allSaid().some((one) => one.type === 'print-job.offered' && one.data.answers === 8)).toBe(false);
  });

  it('of an application that nobody has announced ends on the parked desk', async () => {
    const id = await withdraw(randomUUID());
    const parked = await eventually(() => bench.parked().find((one) => one.properties.messageId === id));
    expect(parked.properties.headers).toMatchObject({ 'x-error': 'NotYet:not-yet' });
  });

  it('that overtook its announcement waits for the job', async () => {
    const applicationId = randomUUID();
    await withdraw(applicationId);
    await bench.announce({ applicationId });
    await bench.heard(PrintJobAbandoned, (said) => said.applicationId === applicationId && said.reason === 'withdrawn');
  });
});

describe('SIAK’s printing line', () => {
  const beat = (driver: 'manual' | 'pdf') =>
    bench.call('POST', '/stations/me/heartbeat', 'nunukan-1', { driver, printer: { state: 'ready' } });
  const isLost = async (lost: boolean) =>
    (await bench.query('select 1 from link_lost where lost = $1', [lost])).length === 1;

  it('down stops an office that prints only through it, and no other way; back, it lets all go on', async () => {
    expect((await beat('manual')).json).toMatchObject({ leaseSeconds: 1 });
    await siak.close();
    await eventually(() => isLost(true));
    const applicationId = await bench.announce();
    const deferred = await bench.heard(PrintingDeferred, (said) => said.applicationId === applicationId);
    expect(deferred.data.cause).toBe('network');
    await siak.open();
    await bench.heard(
      PrintingResumed,
      (said) => said.applicationId === applicationId && said.cause === 'network',
      20_000,
    );
    await bench.heard(PrintJobOffered, (said) => said.applicationId === applicationId);
    // Older news after newer changes nothing.
    const old = { link: 'diskominfo-print', way: 'primary', seenBy: 'printing-queue', cause: 'timeout' } as const;
    const id = await bench.say(LinkLost, { ...old, since: '2020-01-01T00:00:00.000Z' }, { from: 'printing-queue' });
    await eventually(async () => (await bench.query('select 1 from inbox where message_id = $1', [id])).length === 1);
    expect(await isLost(false)).toBe(true);
    await beat('pdf');
    await siak.close();
    await eventually(() => isLost(true));
    await bench.offered();
  });
});

describe('the operator’s word on printing', () => {
  it('holds what prints through SIAK and lets it go on, as if the line itself had been seen so', async () => {
    await siak.open();
    await eventually(
      async () => (await bench.query("select 1 from link_lost where seen_by = 'printing-queue' and lost")).length === 0,
    );
    await bench.call('POST', '/stations/me/heartbeat', 'nunukan-1', { driver: 'manual', printer: { state: 'ready' } });
    const say = (state: 'up' | 'down') =>
      bench.say(CapabilityChanged, {
        capability: 'PRINT',
        state,
        since: new Date().toISOString(),
        source: 'operator' as const,
      });
    await say('down');
    await eventually(
      async () => (await bench.query("select 1 from link_lost where seen_by = 'ops-console' and lost")).length === 1,
    );
    const applicationId = await bench.announce();
    const of = (said: { applicationId: string }) => said.applicationId === applicationId;
    expect((await bench.heard(PrintingDeferred, of)).data.cause).toBe('network');
    await say('up');
    await bench.heard(PrintingResumed, of);
    await bench.heard(PrintJobOffered, of);
    await siak.close();
  });
});

describe('afterwards', () => {
  it('the invariants hold', async () => {
    const violated = await Promise.all(
      [
        "select application_id from print_job where state = 'completed' and voided_at is null group by 1 having count(*) > 1",
        "select blank_serial from print_attempt where begun_at is not null and outcome is distinct from 'not_fed' group by 1 having count(*) > 1",
        'select job_id from report r where accepted and attempt < (select max(c.attempt) from claim c where c.job_id = r.job_id and c.claimed_at < r.received_at)',
        `select s.station_id from station s where blanks_counted < 0
            or (select coalesce(sum(m.quantity), 0) from blank_movement m where m.station_id = s.station_id) is distinct from s.blanks_counted
            or blanks_counted <> (select count(*) from blank b where b.station_id = s.station_id and b.state in ('in_stock', 'reserved'))`,
        'select e.id from print_job e left join inbox i on i.consumer = e.caused_by_consumer and i.message_id = e.caused_by where i.message_id is null',
        "select serial from blank where state = 'reserved' and job_id not in (select id from print_job where state in ('started', 'held'))",
      ].map((sql) => bench.query(sql)),
    );
    expect(violated).toEqual([[], [], [], [], [], []]);
  });
});
