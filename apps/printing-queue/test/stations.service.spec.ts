import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationWithdrawalRequested,
  PrintingCapacityChanged,
  PrintingDeferred,
  PrintingResumed,
  PrintJobCompleted,
  PrintJobHeld,
  PrintJobOffered,
  PrintJobRerouted,
  PrintJobWithdrawalRefused,
  StationReturned,
  StationRevoked,
  StationSilent,
} from '#contracts';

import { type QueueBench, queueBench } from './printing-queue.bench.js';

let bench: QueueBench;
let operator: string;
let admin: string;

beforeAll(async () => {
  bench = await queueBench(60, {
    STATION_SILENT_SECONDS: '300',
    PRINT_REROUTE_AFTER_MINUTES: '10',
    PRINT_LOOK_OVER_SECONDS: '0.1',
    PRINTER_WORDS: '{"e-0x17": "FILM_OUT"}',
  });
  operator = await bench.clerkToken(['print-operator']);
  admin = await bench.clerkToken(['admin']);
  await bench.call('POST', '/stations/nunukan-1/blanks', operator, { box: 'N1', from: 1, to: 30 });
}, 90_000);
afterAll(() => bench?.close(), 30_000);

const beat = (station: string, printer: object = { state: 'ready' }) =>
  bench.call('POST', '/stations/me/heartbeat', station, { driver: 'ipp', printer });
const said = (type: string, of: (data: Record<string, unknown>) => boolean) =>
  bench.allSaid().filter((one) => one.type === type && of(one.data)).length;

describe('a registered station', () => {
  it('has a key of its own, shown once, that is worth nothing from the moment it is revoked', async () => {
    const asked = { stationId: 'nunukan-mobile', office: 'nunukan', capabilities: { hopper: 2 } };
    const made = await bench.call('POST', '/stations', admin, asked);
    expect(made).toMatchObject({ status: 201, json: { stationId: 'nunukan-mobile' } });
    const key = String(made.json.key);
    expect(
      JSON.stringify(await bench.query("select * from station where station_id = 'nunukan-mobile'")),
    ).not.toContain(key);
    expect((await bench.call('POST', '/stations', admin, asked)).json.code).toBe('station-exists');
    expect((await bench.call('POST', '/stations', operator, asked)).status).toBe(403);
    expect((await bench.call('POST', '/stations', admin, { ...asked, stationId: 'x', office: 'mars' })).json.code).toBe(
      'office-not-found',
    );
    expect((await beat(key)).json).toMatchObject({ blanks: 0, lacks: 'blanks', conditions: ['READY'] });
    await bench.call('POST', '/stations/nunukan-mobile/blanks', operator, { box: 'M1', from: 1, to: 5 });
    const jobs = [await bench.offered(), await bench.offered(), await bench.offered()];
    const claims = [];
    for (const { jobId } of jobs) claims.push(await bench.call('POST', `/print-jobs/${jobId}/claims`, key, {}));
    expect(claims.map(({ status, json }) => json.code ?? status)).toEqual([201, 201, 'hopper-full']);
    const begun = jobs[0]?.jobId ?? '';
    await bench.call('POST', `/print-jobs/${begun}/attempts/1/begin`, key, { serial: 'next' });
    const revoked = await bench.call('POST', '/stations/nunukan-mobile/revocation', admin, { reason: 'dicuri' });
    expect(revoked.json).toEqual({ returned: 1, held: 1 });
    expect((await bench.call('GET', '/stations/me/claimable', key)).status).toBe(401);
    await bench.heard(StationRevoked, (data) => data.stationId === 'nunukan-mobile');
    await bench.heard(PrintJobHeld, (data) => data.jobId === begun && data.reason === 'station-revoked');
    expect(await bench.job(jobs[1]?.jobId ?? '')).toMatchObject({ state: 'queued' });
    const renewed = await bench.call('POST', '/stations/nunukan-mobile/credential', admin);
    expect((await beat(key)).status).toBe(401);
    expect((await beat(String(renewed.json.key))).status).toBe(200);
    await bench.call('POST', '/stations/nunukan-mobile/revocation', admin, { reason: 'uji selesai' });
  });
});

describe('an office with a registered station', () => {
  it('prints for itself, though the region file gives it no printer', async () => {
    const own = { stationId: 'krayan-own', office: 'krayan', capabilities: { cardsPerDay: 60 } };
    expect((await bench.call('POST', '/stations', admin, own)).status).toBe(201);
    await bench.call('POST', '/stations/krayan-own/blanks', operator, { box: 'KO', from: 1, to: 3 });
    const applicationId = await bench.announce({ office: 'krayan' });
    const offer = await bench.heard(PrintJobOffered, (data) => data.applicationId === applicationId);
    expect(offer.data.office).toBe('krayan');
    // The other station of this office is not registered, and the region file knows no printer there.
    await bench.heard(PrintingCapacityChanged, (data) => data.office === 'krayan' && data.cardsPerDay === 60);
    await bench.call('POST', '/stations/krayan-own/revocation', admin, { reason: 'uji selesai' });
    await bench.heard(PrintingCapacityChanged, (data) => data.office === 'krayan' && data.cardsPerDay === 0);
    const next = await bench.announce({ office: 'krayan' });
    const other = await bench.heard(PrintJobOffered, (data) => data.applicationId === next);
    expect(other.data.office).toBe('nunukan');
  });
});

describe('a printer', () => {
  it('without film defers its office’s jobs, by its own word for it, and lets them go on with film', async () => {
    const { jobId } = await bench.offered();
    await beat('nunukan-1', { state: 'stopped', reasons: ['e-0x17'] });
    expect((await bench.heard(PrintingDeferred, (data) => data.jobId === jobId)).data.cause).toBe('film');
    expect((await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {})).json.code).toBe('deferred');
    expect((await bench.call('GET', '/stations/me/claimable', 'nunukan-1')).json.printJobs).toEqual([]);
    await beat('nunukan-1');
    await bench.heard(PrintingResumed, (data) => data.jobId === jobId && data.cause === 'film');
  });
});

describe('a visit', () => {
  it('takes a batch along, prints without a line, and reports from its journal', async () => {
    const jobs = [await bench.offered(), await bench.offered(), await bench.offered()];
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const along = await bench.call('POST', '/stations/me/visit', 'nunukan-1', { until, limit: 50 });
    expect(along.status).toBe(201);
    const taken = along.json.jobs as { jobId: string; attempt: number; card: { name: string } | null }[];
    expect(taken.map(({ jobId }) => jobId)).toEqual(expect.arrayContaining(jobs.map(({ jobId }) => jobId)));
    expect(taken.every(({ card }) => card?.name === 'WARGA CONTOH')).toBe(true);
    expect((await bench.call('POST', '/stations/me/visit', 'nunukan-1', { until })).json.code).toBe('visit-open');
    const [printed, left, other] = jobs.map(({ jobId, applicationId }) => ({ jobId, applicationId }));
    if (!printed || !left || !other) throw new Error('three jobs');
    // Nobody knows meanwhile whether its card was made: it cannot be withdrawn any more.
    await bench.say(ApplicationWithdrawalRequested, {
      applicationId: left.applicationId,
      sequence: 6,
      state: 'ready_to_print',
      kind: 'HILANG',
      channel: 'whatsapp',
      district: '650399',
      office: 'nunukan',
    } as const);
    await bench.heard(PrintJobWithdrawalRefused, (data) => data.jobId === left.jobId);
    const [blank] = await bench.query<{ serial: string }>(
      "select serial from blank where station_id = 'nunukan-1' and state = 'in_stock' order by seq limit 1",
    );
    const serial = blank?.serial ?? '';
    const attempt = taken.find(({ jobId }) => jobId === printed.jobId)?.attempt ?? 0;
    const journal = {
      bootId: randomUUID(),
      entries: [
        { said: 'begin', jobId: printed.jobId, attempt, serial },
        { said: 'complete', jobId: printed.jobId, attempt, serial },
        { said: 'begin', jobId: randomUUID(), attempt: 1, serial: 'N1-00029' },
      ],
    };
    const posted = await bench.call('POST', '/stations/me/journal', 'nunukan-1', journal);
    expect((posted.json.verdicts as { verdict: string }[]).map(({ verdict }) => verdict)).toEqual([
      'moved',
      'moved',
      'print-job-not-found',
    ]);
    await bench.heard(PrintJobCompleted, (data) => data.jobId === printed.jobId);
    // The journal told of one; the others are still along.
    expect(await bench.job(left.jobId)).toMatchObject({ state: 'claimed' });
    const ended = await bench.call('POST', '/stations/me/visit/end', 'nunukan-1', {});
    expect(ended.json.returned).toBe(taken.length - 1);
    expect(await bench.job(other.jobId)).toMatchObject({ state: 'queued' });
    expect((await bench.call('POST', '/stations/me/visit/end', 'nunukan-1', {})).json.returned).toBe(0);
  });

  it('that is overdue leaves its claims to a person: they are never printed again by themselves', async () => {
    const { jobId } = await bench.offered();
    const until = new Date(Date.now() + 2_500).toISOString();
    await bench.call('POST', '/stations/me/visit', 'nunukan-1', { until, limit: 200 });
    expect(await bench.job(jobId)).toMatchObject({ state: 'claimed' });
    await bench.heard(PrintJobHeld, (data) => data.jobId === jobId && data.reason === 'visit-overdue');
    await bench.call('POST', '/stations/me/visit/end', 'nunukan-1', {});
    expect(await bench.job(jobId)).toMatchObject({ state: 'held' });
  });
});

describe('an office whose stations are all away', () => {
  it('has its cards printed elsewhere; a late report of the old attempt is still evidence', async () => {
    await bench.query("update station set revoked_at = now() where office = 'nunukan' and station_id <> 'nunukan-1'");
    await bench.call('POST', '/stations/krayan-1/blanks', operator, { box: 'K1', from: 1, to: 5 });
    await beat('nunukan-1');
    const { jobId } = await bench.offered();
    await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {});
    await bench.call('POST', `/print-jobs/${jobId}/attempts/1/not-fed`, 'nunukan-1', {});
    await beat('krayan-1');
    // Time passes for the one station that is left.
    await bench.query("update station set last_seen_at = now() - interval '20 minutes' where station_id = 'nunukan-1'");
    await bench.heard(StationSilent, (data) => data.stationId === 'nunukan-1');
    const moved = await bench.heard(PrintJobRerouted, (data) => data.jobId === jobId);
    expect(moved.data).toMatchObject({ office: 'krayan', fromOffice: 'nunukan' });
    await bench.heard(PrintJobOffered, (data) => data.jobId === jobId && data.office === 'krayan');
    const stray = await bench.call('POST', `/print-jobs/${jobId}/attempts/1/complete`, 'nunukan-1', {
      serial: 'N1-00030',
    });
    // Not 403: that a blank may have been used must come to light.
    expect(stray).toMatchObject({ status: 409, json: { code: 'old-attempt' } });
    await bench.heard(PrintJobHeld, (data) => data.jobId === jobId && data.reason === 'unexplained-report');
    const next = await bench.announce();
    const offer = await bench.heard(PrintJobOffered, (data) => data.applicationId === next && data.office === 'krayan');
    expect((await bench.call('POST', `/print-jobs/${offer.data.jobId}/claims`, 'krayan-1', {})).status).toBe(201);
    await bench.call('POST', `/print-jobs/${offer.data.jobId}/attempts/1/begin`, 'krayan-1', { serial: 'K1-00001' });
    await bench.call('POST', `/print-jobs/${offer.data.jobId}/attempts/1/complete`, 'krayan-1', {
      serial: 'K1-00001',
    });
    const done = await bench.heard(PrintJobCompleted, (data) => data.jobId === offer.data.jobId);
    expect(done.data).toMatchObject({ office: 'krayan', pickupOffice: 'nunukan' });
    expect(said('station.silent', (data) => data.stationId === 'nunukan-1')).toBe(1);
    await beat('nunukan-1');
    await bench.heard(StationReturned, (data) => data.stationId === 'nunukan-1');
  });
});
