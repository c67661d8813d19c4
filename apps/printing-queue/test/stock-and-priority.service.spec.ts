import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  PrintingDeferred,
  PrintingResumed,
  PrintJobAbandoned,
  PrintJobOffered,
  StockLow,
  StockOut,
  StockReplenished,
} from '#contracts';
import { eventually } from '#testing';
import { type QueueBench, queueBench } from './printing-queue.bench.js';

let bench: QueueBench;
let operator: string;
let head: string;

beforeAll(async () => {
  bench = await queueBench(60, { PRINT_LOOK_OVER_SECONDS: '0.1', STOCK_LOW_WORKING_DAYS: '25' });
  operator = await bench.clerkToken(['print-operator']);
  head = await bench.clerkToken(['head']);
  await bench.query("update station set revoked_at = now() where office = 'nunukan' and station_id <> 'nunukan-1'");
  await bench.call('POST', '/stations/nunukan-1/blanks', operator, { box: 'N1', from: 1, to: 60 });
}, 90_000);
afterAll(() => bench?.close(), 30_000);

const station = 'nunukan-1';
const consume = (body: object) => bench.call('POST', `/stations/${station}/consumables`, operator, body);
const claim = (jobId: string) => bench.call('POST', `/print-jobs/${jobId}/claims`, station, {});
const act = (jobId: string, what: string, body: object) =>
  bench.call('POST', `/print-jobs/${jobId}/attempts/1/${what}`, station, body);
const beat = (printer: object) => bench.call('POST', '/stations/me/heartbeat', station, { driver: 'ipp', printer });
const told = (type: string, jobId: string) =>
  bench.allSaid().filter((one) => one.type === type && (one.data as { jobId?: string }).jobId === jobId).length;
const stockOf = async () =>
  (
    await bench.query<{ n: number }>(
      "select count(*)::int as n from blank where state = 'in_stock' and station_id = 'nunukan-1'",
    )
  )[0]?.n;
async function print(jobId: string): Promise<void> {
  const claimed = await claim(jobId);
  const attempt = `/print-jobs/${jobId}/attempts/${String(claimed.json.attempt)}`;
  const { json } = await bench.call('POST', `${attempt}/begin`, station, { serial: 'next' });
  expect((await bench.call('POST', `${attempt}/complete`, station, { serial: json.serial })).status).toBe(200);
}

describe('consumables', () => {
  it('are kept to the piece; a spoiled one has its report, a difference its explanation', async () => {
    expect((await consume({ kind: 'received', item: 'film', quantity: 3 })).json.onHand).toBe(3);
    expect(
      (await consume({ kind: 'borrowed', item: 'film', quantity: 2, otherParty: 'Disdukcapil Tarakan' })).json.onHand,
    ).toBe(5);
    expect((await consume({ kind: 'lent', item: 'film', quantity: 9, otherParty: 'Sebatik' })).json.code).toBe(
      'not-on-hand',
    );
    expect((await consume({ kind: 'spoiled', item: 'film', quantity: 1 })).status).toBe(400);
    expect((await consume({ kind: 'spoiled', item: 'film', quantity: 1, reportNo: 'BA-7/2026' })).json.onHand).toBe(4);
    expect((await consume({ kind: 'loaded', item: 'film' })).json).toMatchObject({ onHand: 3, isLoaded: true });
    const count = (body: object) => bench.call('POST', `/stations/${station}/consumable-counts`, operator, body);
    expect((await count({ item: 'film', counted: 2 })).json).toMatchObject({ code: 'count-differs', expected: 3 });
    expect((await count({ item: 'film', counted: 2, explanation: 'satu tertinggal di Sebatik' })).json.onHand).toBe(2);
    const { jobId } = await bench.offered();
    await print(jobId);
    const shown = await bench.call('GET', `/stations/${station}/consumables`, operator);
    expect(shown.json.consumables).toContainEqual(
      expect.objectContaining({ item: 'film', onHand: 2, isLoaded: true, printsOnLoaded: 1 }),
    );
  });
});

describe('ribbon at nothing in mid-batch', () => {
  it('sends the batch back once, leaves the blanks as they were, says it once, and goes on in order', async () => {
    await consume({ kind: 'received', item: 'ribbon', quantity: 1 });
    await consume({ kind: 'loaded', item: 'ribbon' });
    const batch = [await bench.offered(), await bench.offered(), await bench.offered()];
    for (const { jobId } of batch) await claim(jobId);
    const before = await stockOf();
    const [first, second, third] = batch.map(({ jobId }) => jobId);
    if (!first || !second || !third) throw new Error('three jobs');
    await act(first, 'begin', { serial: 'next' });
    await beat({ state: 'stopped', reasons: ['marker-supply-empty'] });
    expect((await act(first, 'not-fed', {})).status).toBe(200);
    expect((await act(second, 'not-fed', {})).status).toBe(200);
    expect((await act(third, 'not-fed', {})).status).toBe(200);
    await bench.heard(PrintJobAbandoned, (said) => said.jobId === first && said.reason === 'not-fed');
    // Intake announces another chapter for the one whose blank was bound.
    const applicationId = batch[0]?.applicationId ?? '';
    await bench.announce({ applicationId, sequence: 8 });
    const again = await bench.heard(
      PrintingDeferred,
      (said) => said.applicationId === applicationId && said.answers === 8,
    );
    expect(again.data.cause).toBe('ribbon');
    for (const jobId of [second, third]) {
      expect((await bench.heard(PrintingDeferred, (said) => said.jobId === jobId)).data.cause).toBe('ribbon');
      expect(await bench.job(jobId)).toMatchObject({ state: 'queued' });
    }
    expect(await stockOf()).toBe(before);
    await beat({ state: 'stopped', reasons: ['marker-supply-empty'] });
    await consume({ kind: 'received', item: 'ribbon', quantity: 2 });
    await consume({ kind: 'loaded', item: 'ribbon' });
    await beat({ state: 'ready' });
    for (const jobId of [again.data.jobId, second, third]) {
      await bench.heard(PrintingResumed, (said) => said.jobId === jobId && said.cause === 'ribbon');
      expect(told('printing.deferred', jobId)).toBe(1);
      expect(told('printing.resumed', jobId)).toBe(1);
    }
    // Who had waited longest keeps the first place, spoiled chapter or not.
    const claimable = await bench.call('GET', '/stations/me/claimable', station);
    expect((claimable.json.printJobs as { jobId: string }[]).map(({ jobId }) => jobId)).toEqual([
      again.data.jobId,
      second,
      third,
    ]);
    for (const jobId of [again.data.jobId, second, third]) await print(jobId);
  });
});

describe('the stock', () => {
  it('is low while there is time to order, out, and enough again; each said once', async () => {
    await bench.heard(StockLow, (said) => said.item === 'blanks' && said.office === 'nunukan');
    const forecast = await bench.call('GET', '/stock', operator);
    expect(forecast.json.stock).toContainEqual(
      expect.objectContaining({ office: 'nunukan', item: 'blanks', level: 'low' }),
    );
    const serials = (
      await bench.query<{ serial: string }>(
        "select serial from blank where state = 'in_stock' and station_id = 'nunukan-1'",
      )
    ).map(({ serial }) => serial);
    const lent = { serials, note: 'dipinjam', lentTo: 'Disdukcapil Bulungan' };
    expect((await bench.call('POST', `/stations/${station}/blank-returns`, operator, lent)).json.counted).toBe(0);
    await bench.heard(StockOut, (said) => said.item === 'blanks' && said.office === 'nunukan');
    // Lent blanks come back as borrowed ones, not by receiving a box twice.
    expect((await bench.call('POST', `/stations/${station}/blanks`, operator, { serials })).json.received).toBe(0);
    const back = { serials, how: 'borrowed', otherParty: 'Disdukcapil Bulungan' };
    expect((await bench.call('POST', `/stations/${station}/blanks`, operator, back)).json.received).toBe(
      serials.length,
    );
    await bench.call('POST', `/stations/${station}/blanks`, operator, { box: 'BIG', from: 1, to: 5_000 });
    await bench.heard(StockReplenished, (said) => said.item === 'blanks' && said.office === 'nunukan');
    expect(
      bench.allSaid().filter((one) => one.type === 'stock.out' && (one.data as { item: string }).item === 'blanks'),
    ).toHaveLength(1);
  });

  it('is read out to everybody, as a number of blanks an office', async () => {
    const answer = await fetch(`${bench.running.url}/stock/public`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('public');
    const { offices } = (await answer.json()) as { offices: { office: string; blanks: number }[] };
    expect(offices.find(({ office }) => office === 'nunukan')?.blanks).toBeGreaterThan(5_000);
    expect((await bench.call('GET', '/stock')).status).toBe(401);
  });
});

describe('a policy', () => {
  const set = (policy: object) => bench.call('POST', '/print-policies/nunukan', head, policy);

  it('holds replacements back when blanks are short, each with its cause, and lets them go when it ends', async () => {
    const lost = await bench.offered({ kind: 'HILANG' });
    const moved = await bench.offered({ kind: 'RUSAK' });
    expect((await set({ mode: 'replacements-wait' })).status).toBe(200);
    for (const { jobId } of [lost, moved])
      expect((await bench.heard(PrintingDeferred, (said) => said.jobId === jobId)).data.cause).toBe('quota');
    const held = await bench.call(
      'GET',
      `/print-jobs?state=queued&office=nunukan&applicationId=${lost.applicationId}`,
      operator,
    );
    expect(held.json.printJobs).toEqual([
      expect.objectContaining({
        deferredFor: 'quota',
        policyRule: 'pengganti ditunda',
        expectedAt: expect.any(String),
      }),
    ]);
    // Who has waited too long is held back by no quota.
    await bench.query("update print_job set queued_at = now() - interval '40 days' where id = $1", [lost.jobId]);
    await bench.heard(PrintingResumed, (said) => said.jobId === lost.jobId && said.cause === 'quota');
    expect(told('printing.resumed', moved.jobId)).toBe(0);
    await set({});
    await bench.heard(PrintingResumed, (said) => said.jobId === moved.jobId);
    await print(lost.jobId);
    await print(moved.jobId);
  });

  it('gives a rule so many cards a day, and the office no more than its machine bears', async () => {
    const made =
      (
        await bench.query<{ n: number }>(
          'select count(*)::int as n from print_attempt where begun_at is not null and outcome <> $1',
          ['not_fed'],
        )
      )[0]?.n ?? 0;
    const rules = [{ name: 'hilang dua sehari', kinds: ['HILANG'], rank: 1, quotaPerDay: 2 }];
    await set({ rules });
    // One after the other: two that come at once may be judged in either order.
    const jobs: string[] = [];
    for (let card = 1; card <= 2; card += 1) {
      const applicationId = await bench.announce();
      await bench.heard(PrintJobOffered, (said) => said.applicationId === applicationId);
      jobs.push(applicationId);
    }
    const last = await bench.announce();
    const third = await bench.heard(PrintingDeferred, (said) => said.applicationId === last);
    expect(third.data.cause).toBe('quota');
    jobs.push(last);
    await set({ cardsPerDay: made });
    for (const applicationId of jobs)
      await bench.heard(PrintingDeferred, (said) => said.applicationId === applicationId && said.cause === 'capacity');
    await set({});
    await eventually(
      async () => (await bench.query('select 1 from print_job where deferred_for is not null')).length === 0,
    );
  });

  it('is the head’s to set, of an office that exists', async () => {
    expect((await bench.call('POST', '/print-policies/nunukan', operator, {})).status).toBe(403);
    expect((await bench.call('POST', '/print-policies/mars', head, {})).json.code).toBe('office-not-found');
    expect((await set({ rules: [{ name: 'x', rank: 99, quotaPerDay: 1 }] })).status).toBe(400);
  });
});

describe('the date of a card', () => {
  it('goes by what comes before it; nobody knows one without blanks', async () => {
    const { applicationId } = await bench.offered();
    const listed = await bench.call('GET', `/print-jobs?applicationId=${applicationId}`, operator);
    const [job] = listed.json.printJobs as { before: number; expectedAt: string }[];
    expect(job?.before).toBeGreaterThanOrEqual(1);
    expect(Date.parse(job?.expectedAt ?? '')).toBeGreaterThan(Date.now());
    expect((await bench.call('GET', `/internal/applications/${randomUUID()}/print-forecast`)).status).toBe(401);
  });
});

describe('the ledgers', () => {
  it('sum to the piece afterwards', async () => {
    const wrong = await bench.query(
      `select station_id from consumable c where on_hand <> (select coalesce(sum(quantity), 0) from consumable_movement m
         where m.station_id = c.station_id and m.item = c.item)
       union all
       select station_id from station s where blanks_counted <> (select coalesce(sum(quantity), 0) from blank_movement m where m.station_id = s.station_id)
          or blanks_counted <> (select count(*) from blank b where b.station_id = s.station_id and b.state in ('in_stock', 'reserved'))`,
    );
    expect(wrong).toEqual([]);
  });
});
