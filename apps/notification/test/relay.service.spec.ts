import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { serviceToken } from '#boot';
import { NewsRelayed } from '#contracts';
import { eventually } from '#testing';
import { NotificationBench, type Citizen } from './notification-bench.js';

let on: NotificationBench;
beforeAll(async () => {
  on = await NotificationBench.open();
}, 60_000);
afterAll(() => on.close(), 30_000);

async function ask(path: string, body?: unknown): Promise<Response> {
  return fetch(`${on.running.url}/relay-lists${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await on.bench.clerkToken(['clerk'], undefined, 'siti')}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

interface Entry {
  readonly messageId: string;
  readonly applicationId: string;
  readonly news: string;
  readonly reason: string | null;
}

async function entriesOf(query: string): Promise<Entry[]> {
  const answer: unknown = await (await ask(query)).json();
  return Object(answer).entries;
}

const entries = () => entriesOf('?district=650399');

/** Told, and so many hours ago. */
async function told(sequence: number, hoursAgo: number, state: string): Promise<Citizen> {
  const citizen = on.citizen();
  await on.announce(citizen, sequence, 'pickup');
  await on.stand(citizen.applicationId, 'sent');
  await on.bench.query(
    'update outgoing set created_at = now() - make_interval(hours => $2), state = $3 where about = $1',
    [citizen.applicationId, hoursAgo, state],
  );
  return citizen;
}

describe('the relay list of a sub-district', () => {
  it('holds the newest word of each request that reached nobody within a day, until an officer has told it', async () => {
    const lost = await told(5, 30, 'sent');
    const failed = await told(5, 25, 'failed');
    await told(5, 30, 'delivered');
    await told(5, 20, 'sent');
    const moved = await told(5, 30, 'sent');
    await on.announce(moved, 6, 'pickup');
    await on.stand(moved.applicationId, 'sent', 'sent');
    const shown = await entries();
    expect(shown.map(({ applicationId }) => applicationId)).toEqual([lost.applicationId, failed.applicationId]);
    expect(shown[0]?.news).toContain('siap diambil');
    expect(shown[0]?.news).not.toMatch(/https?:/);
    expect(Object(await (await ask('?district=650305')).json()).entries).toEqual([]);

    const ids = shown.slice(0, 1).map(({ messageId }) => messageId);
    expect((await ask('/told', { messageIds: ids })).status).toBe(204);
    expect((await ask('/told', { messageIds: ids })).status).toBe(204);
    expect(await on.bench.query('select message_id, told_by from told_by_relay')).toEqual([
      { message_id: ids[0], told_by: 'siti' },
    ]);
    expect((await entries()).map(({ applicationId }) => applicationId)).toEqual([failed.applicationId]);
    const none = await ask('/told', { messageIds: [randomUUID()] });
    expect([none.status, Object(await none.json()).code]).toEqual([404, 'message-not-found']);
  });

  it('goes to an officer’s device through intake, and a tick of that device takes its news off the list', async () => {
    const lost = await told(5, 30, 'sent');
    const key = on.bench.keys.serviceKeys.get('intake');
    if (!key) throw new Error('no key of intake');
    const internal = async (token: string) =>
      fetch(`${on.running.url}/internal/relay-lists?district=650399`, {
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await internal(await on.bench.clerkToken(['clerk']))).status).toBe(401);
    const given: unknown = await (await internal(await serviceToken('intake', 'notification', key))).json();
    const mine: Entry[] = Object(given).entries.filter(
      ({ applicationId }: Entry) => applicationId === lost.applicationId,
    );
    expect(mine).toHaveLength(1);
    const deviceId = randomUUID();
    const messageId = mine[0]?.messageId ?? '';
    const at = new Date(Date.now() + 86_400_000).toISOString();
    await on.bench.say(NewsRelayed, {
      deviceId,
      told: [
        { messageId, at },
        { messageId: randomUUID(), at },
      ],
    });
    await eventually(async () => !(await entries()).some(({ applicationId }) => applicationId === lost.applicationId));
    expect(
      await on.bench.query('select told_by, told_at <= now() as past from told_by_relay where message_id = $1', [
        messageId,
      ]),
    ).toEqual([{ told_by: `device:${deviceId}`, past: true }]);
  });

  it('gives way to the counter’s after three days', async () => {
    const old = await told(5, 80, 'sent');
    const day = await told(5, 30, 'sent');
    const atCounter = async () => (await entriesOf('?office=kota')).map(({ applicationId }) => applicationId);
    const shown = await atCounter();
    expect(shown).toContain(old.applicationId);
    expect(shown).not.toContain(day.applicationId);
    const [{ id } = { id: '' }] = await on.messages(old.applicationId);
    expect((await ask('/told', { messageIds: [id] })).status).toBe(204);
    expect(await atCounter()).not.toContain(old.applicationId);
    expect((await ask('?office=kota&district=650399')).status).toBe(400);
  });

  it('is a CSV in which nothing is a formula', async () => {
    on.maskedName = '=HYPERLINK("http://x")';
    const answer = await eventually(() => ask('?district=650399&format=csv'));
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const text = await answer.text();
    expect(text).toContain('Tiket,Nama,Kabar');
    expect(text).toContain(`"'=HYPERLINK`);
    expect(text).not.toMatch(/(^|,)"?=/m);
  });

  it('wants a sub-district, a right and a token', async () => {
    expect((await ask('')).status).toBe(400);
    expect((await ask('?district=krayan')).status).toBe(400);
    expect((await fetch(`${on.running.url}/relay-lists?district=650399`)).status).toBe(401);
    const headers = { authorization: `Bearer ${await on.bench.clerkToken(['print-operator'])}` };
    expect((await fetch(`${on.running.url}/relay-lists?district=650399`, { headers })).status).toBe(403);
  });
});
