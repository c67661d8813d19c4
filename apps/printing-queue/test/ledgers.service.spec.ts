import 'reflect-metadata';
import { loadavg } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventually } from '#testing';
import { type QueueBench, queueBench } from './printing-queue.bench.js';

/** LOKET_LONG=1 plays many more histories; LOKET_SEED repeats one. */
const runs = process.env.LOKET_LONG === '1' ? 200 : 6;
const seed = process.env.LOKET_SEED === undefined ? Date.now() % 2_147_483_647 : Number(process.env.LOKET_SEED);

let bench: QueueBench;
let operator: string;
let box = 0;

beforeAll(async () => {
  bench = await queueBench(60);
  operator = await bench.clerkToken(['print-operator']);
}, 90_000);
afterAll(() => bench?.close(), 30_000);

type Step =
  | {
      readonly act: 'receive' | 'lend' | 'take back' | 'spoil' | 'miss';
      readonly station: 1 | 2;
      readonly pieces: number;
    }
  | {
      readonly act: 'film';
      readonly station: 1 | 2;
      readonly kind: 'received' | 'lent' | 'loaded' | 'spoiled';
      readonly pieces: number;
    }
  | { readonly act: 'count film'; readonly station: 1 | 2; readonly pieces: number }
  | { readonly act: 'print'; readonly station: 1 | 2; readonly end: 'complete' | 'spoil' | 'not-fed' | 'nothing' };

const station = fc.constantFrom(1 as const, 2 as const);
const pieces = fc.integer({ min: 1, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constantFrom('receive', 'lend', 'take back', 'spoil', 'miss'), station, pieces }),
  fc.record({
    act: fc.constant('film'),
    station,
    kind: fc.constantFrom('received', 'lent', 'loaded', 'spoiled'),
    pieces,
  }),
  fc.record({ act: fc.constant('count film'), station, pieces }),
  fc.record({ act: fc.constant('print'), station, end: fc.constantFrom('complete', 'spoil', 'not-fed', 'nothing') }),
);

async function play(one: Step): Promise<void> {
  const id = `nunukan-${one.station}`;
  const post = (path: string, body: object) => bench.call('POST', `/stations/${id}/${path}`, operator, body);
  switch (one.act) {
    case 'receive':
      box += 1;
      await post('blanks', { box: `P${box}`, from: 1, to: one.pieces });
      return;
    case 'lend':
    case 'spoil':
    case 'miss': {
      const serials = (await blanksIn('in_stock', id)).slice(0, one.pieces);
      if (serials.length === 0) return;
      if (one.act === 'lend') await post('blank-returns', { serials, note: 'dipinjam', lentTo: 'Tarakan' });
      if (one.act === 'spoil') await post('blank-spoilage', { serials, note: 'tergores', reportNo: 'BA-1' });
      if (one.act === 'miss') {
        const [{ n } = { n: 0 }] = await bench.query<{ n: number }>(
          'select blanks_counted as n from station where station_id = $1',
          [id],
        );
        await post('blank-counts', { counted: n - serials.length, missing: serials, note: 'tidak ditemukan' });
      }
      return;
    }
    case 'take back': {
      // Lent ones may come back to the other station.
      const serials = (await blanksIn('returned')).slice(0, one.pieces);
      if (serials.length > 0) await post('blanks', { serials, how: 'borrowed', otherParty: 'Tarakan' });
      return;
    }
    case 'film': {
      const more = one.kind === 'lent' ? { otherParty: 'Tarakan' } : one.kind === 'spoiled' ? { reportNo: 'BA-2' } : {};
      await post('consumables', {
        kind: one.kind,
        item: 'film',
        ...(one.kind === 'loaded' ? {} : { quantity: one.pieces }),
        ...more,
      });
      return;
    }
    case 'count film':
      await post('consumable-counts', { item: 'film', counted: one.pieces, explanation: 'hitungan harian' });
      return;
    case 'print':
      return print(id, one.end);
  }
}

async function print(id: string, end: 'complete' | 'spoil' | 'not-fed' | 'nothing'): Promise<void> {
  const claimable = await bench.call('GET', '/stations/me/claimable?limit=1', id);
  const [job] = claimable.json.printJobs as { jobId: string }[];
  if (!job) return;
  const claimed = await bench.call('POST', `/print-jobs/${job.jobId}/claims`, id, {});
  if (claimed.status !== 201) return;
  const attempt = `/print-jobs/${job.jobId}/attempts/${String(claimed.json.attempt)}`;
  const begun = await bench.call('POST', `${attempt}/begin`, id, { serial: 'next' });
  if (end === 'nothing') return;
  await bench.call('POST', `${attempt}/${end}`, id, end === 'not-fed' ? {} : { serial: begun.json.serial });
}

const blanksIn = async (state: string, id?: string) =>
  (
    await bench.query<{ serial: string }>(
      'select serial from blank where state = $1 and ($2::text is null or station_id = $2) order by seq limit 10',
      [state, id ?? null],
    )
  ).map(({ serial }) => serial);

/** Every way in which a ledger could fail to sum up: none may have a row. */
const wrong = () =>
  bench.query(`
    select 'blanks and movements differ' as what, station_id from station s
     where blanks_counted <> (select coalesce(sum(quantity), 0) from blank_movement m where m.station_id = s.station_id)
    union all
    select 'blanks and cabinet differ', station_id from station s
     where blanks_counted <> (select count(*) from blank b where b.station_id = s.station_id and b.state in ('in_stock', 'reserved'))
    union all
    select 'a consumable and its movements differ', station_id from consumable c
     where on_hand <> (select coalesce(sum(quantity), 0) from consumable_movement m where m.station_id = c.station_id and m.item = c.item)
    union all
    select 'a reserved blank without a job that binds it', serial from blank b
     where state = 'reserved' and not exists (select 1 from print_job j where j.serial = b.serial and j.state in ('started', 'held'))
    union all
    select 'a used blank without its card', serial from blank b
     where state = 'used' and not exists (select 1 from print_job j where j.serial = b.serial and j.state = 'completed')
    union all
    select 'a serial that took ink twice', blank_serial from print_attempt
     where begun_at is not null and outcome is distinct from 'not_fed' group by blank_serial having count(*) > 1
    union all
    select 'cards made and attempts differ', station_id from station s
     where cards_made <> (select count(*) from print_attempt a where a.station_id = s.station_id and a.outcome in ('completed', 'spoiled'))`);

describe(`the ledgers (seed ${seed})`, () => {
  it('sum to the piece whatever is done, in whatever order, at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40 }), async (steps) => {
        for (let at = 0; at < 4; at += 1) await bench.announce();
        // Four at a time: what the acts do to each other's rows is for the locks to settle.
        for (let at = 0; at < steps.length; at += 4) await Promise.all(steps.slice(at, at + 4).map(play));
        expect(await wrong()).toEqual([]);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    // By chance a few histories may print nothing: one card more, of what they have left behind.
    await play({ act: 'receive', station: 1, pieces: 4 });
    await play({ act: 'film', station: 1, kind: 'received', pieces: 4 });
    await bench.announce();
    const used = () => bench.query<{ n: number }>("select count(*)::int as n from blank_movement where kind = 'used'");
    const [before] = await used();
    await eventually(async () => {
      await print('nunukan-1', 'complete');
      return ((await used())[0]?.n ?? 0) > (before?.n ?? 0);
    });
    expect(await wrong()).toEqual([]);
    process.stdout.write(
      `seed ${seed}: ${runs} histories, ${(await used())[0]?.n} cards, load ${loadavg()[0]?.toFixed(1)}\n`,
    );
  }, 600_000);
});
