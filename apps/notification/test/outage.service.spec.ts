import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { z } from 'zod';
import { NotificationBench, type Citizen } from './notification-bench.js';

/** 500 requests in the long suite, a sample of them otherwise. */
const requests = process.env['LOKET_LONG'] === undefined ? 60 : 500;
/** The pace of a real office: an outage takes hours, and the test lets them pass at once. */
const paces = { mergeMs: 60_000 };

let on: NotificationBench;
afterEach(() => on.close(), 30_000);

describe(`an outage of three hours with ${requests} waiting requests`, () => {
  it('is told once to each who waits, and its end once, and nothing of it to anybody else', async () => {
    on = await NotificationBench.open(paces);
    // Who wrote 22 hours ago can be written to freely when it begins, and by template only when it ends.
    const waiting = citizens(requests, (nth) => hoursAgo(nth % 2 === 0 ? 22 : 1));
    const others = citizens(20, () => hoursAgo(1));
    await many([...waiting, ...others], (citizen) => on.announce(citizen, 2, 'checking'));
    await rest(requests + 20);
    // Said twice in new envelopes, as a restarted intake might.
    await many([...waiting, ...waiting], (citizen) => on.announce(citizen, 3, 'delayed'));
    await rest(requests * 2 + 20);
    await on.letPass('3 hours');
    await many([...waiting, ...waiting], (citizen) => on.announce(citizen, 4, 'resumed'));
    // The register answers the backlog at once: the end of the wait still comes first.
    await many(waiting, (citizen) => on.announce(citizen, 5, 'ready'));
    await rest(requests * 3 + 20);
    await eventually(async () => (await waitingFor('application.ready-to-print')) === requests);
    await on.letPass('2 minutes');
    await rest(requests * 4 + 20);
    const heard = heardByPhone();
    for (const [nth, { phone }] of waiting.entries()) {
      const late = nth % 2 === 0 ? ' (template)' : '';
      expect(heard.get(phone)).toEqual(['complete', 'delayed', `resumed${late}`, `printing soon${late}`]);
    }
    for (const { phone } of others) expect(heard.get(phone)).toEqual(['complete']);
    const notice = on.graph.acceptedTexts(waiting[0]?.phone)[1];
    expect(notice).toMatch(/karena ada gangguan jaringan/);
    expect(notice).toMatch(/jangan datang dahulu/);
  }, 600_000);

  it('that takes WhatsApp with it is told as soon as it is back: to who still waits, and only the newest to the rest', async () => {
    // The line is looked at before each message, so that none of them meets the dead line and stays in doubt.
    on = await NotificationBench.open({ ...paces, lineStaleMs: 0 });
    const waiting = citizens(requests, () => hoursAgo(1));
    const done = new Set(waiting.filter((_, nth) => nth % 5 === 0));
    await many(waiting, (citizen) => on.announce(citizen, 2, 'checking'));
    await rest(requests);
    on.graph.silent = true;
    await many(waiting, (citizen) => on.announce(citizen, 3, 'delayed'));
    await eventually(async () => (await waitingFor('application.delayed')) === requests && (await isLinkDown()));
    await on.letPass('2 hours');
    // The register is back an hour before WhatsApp for some of them.
    await many([...done], (citizen) => on.announce(citizen, 4, 'resumed'));
    await many([...done], (citizen) => on.announce(citizen, 5, 'ready'));
    await on.letPass('1 hour');
    on.graph.silent = false;
    await rest(requests * 2);
    await many(
      waiting.filter((citizen) => !done.has(citizen)),
      (citizen) => on.announce(citizen, 4, 'resumed'),
    );
    await eventually(async () => (await waitingFor('application.resumed')) === requests - done.size);
    await on.letPass('2 minutes');
    await rest(requests * 2 + requests - done.size);
    const heard = heardByPhone();
    for (const citizen of waiting) {
      expect(heard.get(citizen.phone)).toEqual(
        done.has(citizen) ? ['complete', 'printing soon'] : ['complete', 'delayed', 'resumed'],
      );
    }
  }, 600_000);
});

async function waitingFor(messageKey: string): Promise<number> {
  const rows = await on.bench.query("select 1 from outgoing where message_key = $1 and state = 'queued'", [messageKey]);
  return rows.length;
}

async function isLinkDown(): Promise<boolean> {
  const token = await on.bench.clerkToken(['ops']);
  const answer = await fetch(`${on.running.url}/links`, { headers: { authorization: `Bearer ${token}` } });
  return z.array(z.looseObject({ state: z.string() })).parse(await answer.json())[0]?.state === 'open';
}

function citizens(count: number, wrote: (nth: number) => Date): Citizen[] {
  return Array.from({ length: count }, (_, nth) => on.citizen(wrote(nth)));
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000);
}

/** What each phone was told, in order, by the log of the far side. */
function heardByPhone(): Map<string, string[]> {
  const heard = new Map<string, string[]>();
  for (const { to, text, type, accepted } of on.graph.taken) {
    if (!accepted) continue;
    heard.set(to, [
      ...(heard.get(to) ?? []),
      type === 'template' ? `${byTemplate[text] ?? text} (template)` : meaning(text),
    ]);
  }
  return heard;
}

const byTemplate: Readonly<Record<string, string>> = {
  ktp_permohonan_tertunda: 'delayed',
  ktp_permohonan_dilanjutkan: 'resumed',
  ktp_antrean_cetak: 'printing soon',
};

function meaning(text: string): string {
  const words: readonly [RegExp, string][] = [
    [/dilanjutkan\. Sebelumnya tertunda/, 'resumed'],
    [/tertunda sejak/, 'delayed'],
    [/sudah lengkap/, 'complete'],
    [/antre/, 'printing soon'],
  ];
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}

/** Says many things, some at a time. */
async function many<T>(items: readonly T[], say: (item: T) => Promise<unknown>): Promise<void> {
  for (let begin = 0; begin < items.length; begin += 50) await Promise.all(items.slice(begin, begin + 50).map(say));
}

/** Waits until so many messages have left, or are kept back for a moment, and nothing else stands in between. */
async function rest(sent: number): Promise<void> {
  await eventually(
    async () => {
      const rows = await on.bench.query<{ state: string; n: number }>(
        `select case when state = 'queued' and due_at > now() then 'kept back' else state end as state, count(*)::int as n
           from outgoing group by 1`,
      );
      const left = rows.find(({ state }) => state === 'sent')?.n ?? 0;
      if (left !== sent || rows.some(({ state }) => state === 'queued' || state === 'sending')) {
        throw new Error(`not ${sent}: ${JSON.stringify(rows)}`);
      }
      return true;
    },
    { withinMs: 100_000, what: `${sent} messages sent` },
  );
}
