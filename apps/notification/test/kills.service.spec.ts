import { afterEach, describe, expect, it } from '@jest/globals';
import { WhatsappStatusReceived } from '#contracts';
import { eventually } from '#testing';
import { providerRef } from '#whatsapp';
import { NotificationBench, type Citizen } from './notification-bench.js';

/** 10,000 facts in the long suite, 300 otherwise; the seed is printed and can be given. */
const isLong = process.env['LOKET_LONG'] !== undefined;
const facts = isLong ? 10_000 : 300;
const kills = isLong ? 12 : 2;
const seed = Number(process.env['LOKET_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));
const kinds = ['submitted', 'checking', 'ready', 'printing', 'pickup'] as const;

let on: NotificationBench;
afterEach(() => on.close(), 60_000);

async function openKillable(): Promise<NotificationBench> {
  // Nothing is merged in the long suite: as many messages as can be meet the kills.
  const MERGE_SECONDS = isLong ? '0' : '1';
  const bench = await NotificationBench.open({}, { MERGE_SECONDS, WHATSAPP_MESSAGES_PER_SECOND: '1000' });
  await bench.running.stop();
  await bench.startProcess();
  return bench;
}

describe('the process is killed', () => {
  it('between a send and its answer: the message is unknown, a report settles it, and it never goes twice', async () => {
    on = await openKillable();
    const citizen = on.citizen();
    on.graph.behave = () => ({ do: 'accept', afterMs: 60_000 });
    await on.announce(citizen, 2);
    const [taken] = await eventually(() => on.graph.taken.length === 1 && on.graph.taken);
    await on.kill();
    on.graph.behave = () => ({ do: 'accept' });
    await on.startProcess();
    await on.stand(citizen.applicationId, 'unknown');
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'unknown', 'sent');
    await report(taken?.messageId, taken?.wamid ?? '', 'delivered');
    await on.stand(citizen.applicationId, 'delivered', 'sent');
    expect(on.graph.taken.map(({ text }) => text.includes('siap diambil'))).toEqual([false, true]);
  }, 120_000);

  it(`again and again, while ${facts} facts come doubled and in disorder (seed ${seed}): each is told at most once, in order`, async () => {
    process.stdout.write(`seed ${seed}, ${facts} facts, ${kills} kills\n`);
    on = await openKillable();
    const random = randomFrom(seed);
    const citizens = Array.from({ length: facts / kinds.length }, () => on.citizen());
    const said = citizens.flatMap((citizen) => kinds.map((kind, place) => ({ citizen, kind, sequence: place + 2 })));
    const script = shuffleNear([...said, ...said], random);
    const killAt = new Set(
      Array.from({ length: kills }, (_, n) => Math.floor(((n + 1) * script.length) / (kills + 1))),
    );
    let reported = 0;
    for (const [place, { citizen, kind, sequence }] of script.entries()) {
      await on.announce(citizen, sequence, kind);
      if (killAt.has(place)) {
        await on.kill();
        await on.startProcess();
      }
      // Reports come doubled, unordered and some before our own record of the send.
      while (reported < on.graph.taken.length && random() < 0.9) {
        const taken = on.graph.taken[reported];
        reported += 1;
        if (!taken || random() < 0.3) continue;
        for (const status of random() < 0.5
          ? (['delivered', 'sent', 'delivered'] as const)
          : (['sent', 'read'] as const)) {
          await report(taken.messageId, taken.wamid, status);
        }
      }
    }
    await eventually(
      async () => {
        const rows = await on.bench.query<{ state: string; n: number }>(
          'select state, count(*)::int as n from outgoing group by state',
        );
        const open = rows.filter(({ state }) => state === 'queued' || state === 'sending');
        const total = rows.reduce((sum, { n }) => sum + n, 0);
        if (open.length > 0 || total !== facts) throw new Error(JSON.stringify(rows));
        process.stdout.write(`${JSON.stringify(rows)}\n`);
        return true;
      },
      { withinMs: isLong ? 600_000 : 90_000, what: 'rest' },
    );
    await checkOrder(citizens);
  }, 3_000_000);
});

/** By the log of the far side: nothing twice, nothing out of order, and the newest word of each request went out. */
async function checkOrder(citizens: readonly Citizen[]): Promise<void> {
  const rows = await on.bench.query<{ id: string; about: string; fact: string; sequence: number; state: string }>(
    'select id, about, fact, sequence, state from outgoing',
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const times = new Map<string, number>();
  const order = new Map<string, number[]>();
  for (const { messageId, to } of on.graph.taken) {
    const row = byId.get(messageId);
    if (!row) throw new Error('something arrived that we know nothing of');
    const fact = `${row.about} ${row.fact}`;
    times.set(fact, (times.get(fact) ?? 0) + 1);
    order.set(to, [...(order.get(to) ?? []), row.sequence]);
  }
  expect([...times].filter(([, n]) => n > 1)).toEqual([]);
  expect([...order.values()].filter((one) => one.join() !== one.toSorted((a, b) => a - b).join())).toEqual([]);
  const newest = rows.filter(({ sequence }) => sequence === kinds.length + 1);
  expect(newest).toHaveLength(citizens.length);
  expect(newest.filter(({ state }) => state === 'superseded' || state === 'failed')).toEqual([]);
  expect(on.bench.parked()).toEqual([]);
}

function report(messageId: string | undefined, wamid: string, status: 'sent' | 'delivered' | 'read'): Promise<string> {
  return on.bench.say(WhatsappStatusReceived, {
    status,
    providerRef: providerRef(wamid),
    messageId,
    at: new Date().toISOString(),
  });
}

function randomFrom(start: number): () => number {
  let state = start;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

/** Disorder as retries make it: most come near their turn, some far from it. */
function shuffleNear<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(
      (item, place) => [(place % (items.length / 2)) + random() * (random() < 0.1 ? items.length : 40), item] as const,
    )
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}
