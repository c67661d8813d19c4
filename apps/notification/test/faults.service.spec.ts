import { afterEach, describe, expect, it } from '@jest/globals';
import { LinkLost, LinkRestored, MessageFailed } from '#contracts';
import { eventually } from '#testing';
import { flow } from '../src/flow.js';
import { NotificationBench, type Citizen } from './notification-bench.js';

let on: NotificationBench;
afterEach(() => on.close(), 30_000);

const queue = 'notification.send-whatsapp-message';

describe('errors of the gateway', () => {
  it('of one kind each do what the table says', async () => {
    on = await NotificationBench.open();
    const codes = [131000, 131056, 130429, 131026, 131049, 100, 131052, 99_999];
    const citizens = new Map(codes.map((code) => [code, on.citizen()]));
    const refused = new Set<string>();
    on.graph.behave = ({ to }) => {
      const code = codes.find((one) => citizens.get(one)?.phone === to);
      if (code === undefined || refused.has(to)) return { do: 'accept' };
      refused.add(to);
      return { do: 'refuse', status: code === 131056 ? 429 : 400, code };
    };
    for (const citizen of citizens.values()) await on.announce(citizen, 2);
    const stand = (code: number, state: string) => on.stand(citizens.get(code)?.applicationId ?? '', state);
    // Passing trouble, a pair limit, throughput and a file that was not taken are waited for; the rest fails, with its class.
    for (const code of [131000, 131056, 130429, 131052]) await stand(code, 'sent');
    for (const [code, errorClass] of [
      [131026, 'unreachable'],
      [131049, 'not_now'],
      [100, 'our_fault'],
      [99_999, 'our_fault'],
    ] as const) {
      await stand(code, 'failed');
      const about = citizens.get(code)?.applicationId;
      expect((await on.bench.heard(MessageFailed, (data) => data.about === about)).data).toMatchObject({
        errorClass,
        errorCode: code,
      });
    }
    expect(on.bench.parked()).toEqual([]);
  }, 60_000);

  it('a pair limit holds that person only', async () => {
    on = await NotificationBench.open({ pairSecondMs: 400 });
    const [held, other] = [on.citizen(), on.citizen()];
    let tries = 0;
    let isLimited = true;
    on.graph.behave = ({ to }) => {
      if (to !== held.phone || !isLimited) return { do: 'accept' };
      tries += 1;
      return { do: 'refuse', status: 429, code: 131056 };
    };
    await on.announce(held, 2);
    await eventually(() => tries > 0);
    await on.announce(held, 3, 'checking');
    await on.announce(other, 2);
    await on.stand(other.applicationId, 'sent');
    // What waited was overtaken meanwhile: the newest fact alone is told.
    await on.stand(held.applicationId, 'superseded', 'queued');
    isLimited = false;
    await on.stand(held.applicationId, 'superseded', 'sent');
    const texts = on.graph.acceptedTexts(held.phone);
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('sudah lengkap');
  }, 60_000);

  it('a storm of throughput refusals slows everybody down by what the gateway asks, and all arrive once', async () => {
    on = await NotificationBench.open();
    const citizens = Array.from({ length: 25 }, () => on.citizen());
    let calmAt = Infinity;
    on.graph.behave = () => {
      calmAt = Math.min(calmAt, performance.now() + 1_500);
      if (performance.now() > calmAt) return { do: 'accept' };
      return { do: 'refuse', status: 429, code: 130429, retryAfterSeconds: 1 };
    };
    for (const citizen of citizens) await on.announce(citizen, 2);
    for (const citizen of citizens) await on.stand(citizen.applicationId, 'sent');
    // Nobody hammers: what was under way together is refused together, and once more a second later.
    expect(on.graph.taken.filter(({ accepted }) => !accepted).length).toBeLessThanOrEqual(30);
    for (const { phone } of citizens) expect(on.graph.acceptedTexts(phone)).toHaveLength(1);
    expect(on.bench.allSaid().filter(({ type }) => type === 'message.failed')).toEqual([]);
  }, 60_000);

  it('a spam limit stops all sending until a person has looked; nothing is lost', async () => {
    on = await NotificationBench.open();
    const citizens = [on.citizen(), on.citizen(), on.citizen()];
    on.graph.behave = () => ({ do: 'refuse', status: 400, code: 131048 });
    for (const citizen of citizens) await on.announce(citizen, 2);
    const lost = await on.bench.heard(LinkLost);
    expect(lost.data).toMatchObject({ link: 'whatsapp', cause: 'operator', seenBy: 'notification' });
    const tried = on.graph.taken.length;
    expect(tried).toBeLessThanOrEqual(citizens.length);
    on.graph.behave = () => ({ do: 'accept' });
    const ops = { authorization: `Bearer ${await on.bench.clerkToken(['ops'])}` };
    const stopped = await fetch(`${on.running.url}/sending`, { headers: ops });
    expect(await stopped.json()).toMatchObject({ stopped: { errorClass: 'stop_sender', errorCode: 131048 } });
    for (const citizen of citizens) await on.stand(citizen.applicationId, 'queued');
    // The line itself is well, and still nobody hammers.
    expect(on.graph.taken).toHaveLength(tried);
    expect((await fetch(`${on.running.url}/sending/resumption`, { method: 'POST', headers: ops })).status).toBe(204);
    for (const citizen of citizens) await on.stand(citizen.applicationId, 'sent');
    await on.bench.heard(LinkRestored);
    expect((await fetch(`${on.running.url}/sending/resumption`, { method: 'POST', headers: ops })).status).toBe(409);
  }, 60_000);

  it('a bad token stops all sending; a new start tries again', async () => {
    on = await NotificationBench.open();
    const citizen = on.citizen();
    on.graph.behave = () => ({ do: 'refuse', status: 401, code: 190 });
    await on.announce(citizen, 2);
    await on.bench.heard(LinkLost);
    await on.stand(citizen.applicationId, 'queued');
    await on.running.stop();
    on.graph.behave = () => ({ do: 'accept' });
    await on.startService();
    await on.stand(citizen.applicationId, 'sent');
  }, 60_000);
});

describe('a dead line', () => {
  it('black hole: only the send consumer stops, nothing is doubtful, and all goes out when it is back', async () => {
    on = await NotificationBench.open({ lineStaleMs: 0 });
    on.graph.silent = true;
    const citizens = Array.from({ length: 12 }, () => on.citizen());
    for (const citizen of citizens) await on.announce(citizen, 2);
    const lost = await on.bench.heard(LinkLost);
    expect(lost.data).toMatchObject({ link: 'whatsapp', seenBy: 'notification' });
    await eventually(async () => (await on.bench.queue(queue)).consumers === 0);
    for (const other of Object.keys(flow.hears)) {
      if (other !== 'send-whatsapp-message') expect((await on.bench.queue(`notification.${other}`)).consumers).toBe(1);
    }
    // The other consumers go on: more is worded and waits in the queue.
    const later = on.citizen();
    await on.announce(later, 2);
    await on.stand(later.applicationId, 'queued');
    expect((await fetch(`${on.running.url}/health/ready`)).status).toBe(200);
    on.graph.silent = false;
    await on.bench.heard(LinkRestored);
    for (const citizen of [...citizens, later]) await on.stand(citizen.applicationId, 'sent');
    expect(on.bench.allSaid().filter(({ type }) => type === 'message.unknown')).toEqual([]);
    expect(on.bench.parked()).toEqual([]);
  }, 60_000);

  it('that takes a message and never answers leaves it unknown; the link opens', async () => {
    on = await NotificationBench.open();
    on.graph.behave = () => ({ do: 'black-hole' });
    const citizens = [on.citizen(), on.citizen()];
    for (const citizen of citizens) await on.announce(citizen, 2);
    for (const citizen of citizens) await on.stand(citizen.applicationId, 'unknown');
    await on.bench.heard(LinkLost);
    on.graph.behave = () => ({ do: 'accept' });
    await on.bench.heard(LinkRestored);
    for (const citizen of citizens) await on.announce(citizen, 3, 'checking');
    for (const citizen of citizens) await on.stand(citizen.applicationId, 'unknown', 'sent');
  }, 60_000);
});

describe('200 announcements, doubled and shuffled, through two restarts', () => {
  it('arrive at most once each, in their order', async () => {
    on = await NotificationBench.open();
    const kinds = ['submitted', 'checking', 'ready', 'printing', 'pickup'] as const;
    const citizens = Array.from({ length: 40 }, () => on.citizen());
    const facts = citizens.flatMap((citizen) => kinds.map((kind, place) => ({ citizen, kind, sequence: place + 2 })));
    const doubled = shuffle([...facts, ...facts], 20_261_124);
    for (const [place, { citizen, kind, sequence }] of doubled.entries()) {
      await on.announce(citizen, sequence, kind);
      if (place === 130 || place === 270) {
        await on.running.stop();
        await on.startService();
      }
    }
    await eventually(
      async () => {
        const rows = await on.bench.query<{ state: string; n: number }>(
          'select state, count(*)::int as n from outgoing group by state',
        );
        const open = rows.filter(({ state }) => !['sent', 'superseded', 'unknown'].includes(state));
        const total = rows.reduce((sum, { n }) => sum + n, 0);
        if (open.length > 0 || total !== 200) throw new Error(JSON.stringify(rows));
        return true;
      },
      { withinMs: 40_000, what: 'rest' },
    );
    const perMessage = new Map<string, number>();
    for (const { messageId } of on.graph.taken) perMessage.set(messageId, (perMessage.get(messageId) ?? 0) + 1);
    expect([...perMessage.values()].every((times) => times === 1)).toBe(true);
    expect(await on.bench.query('select about, fact from outgoing group by 1, 2 having count(*) > 1')).toEqual([]);
    for (const citizen of citizens)
      expect(await orderOf(citizen)).toEqual((await orderOf(citizen)).toSorted((a, b) => a - b));
    // The newest fact is always told.
    const newest = await on.bench.query<{ state: string }>(
      "select state from outgoing where fact = 'application.ready-for-pickup#6'",
    );
    expect(newest.map(({ state }) => state)).toEqual(Array.from({ length: 40 }, () => 'sent'));
  }, 120_000);
});

/** The sequences of a citizen's messages in the order in which they arrived. */
async function orderOf(citizen: Citizen): Promise<number[]> {
  const rows = await on.bench.query<{ id: string; sequence: number }>(
    'select id, sequence from outgoing where about = $1',
    [citizen.applicationId],
  );
  return on.graph.taken
    .filter(({ to }) => to === citizen.phone)
    .map(({ messageId }) => rows.find(({ id }) => id === messageId)?.sequence ?? 0);
}

function shuffle<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}
