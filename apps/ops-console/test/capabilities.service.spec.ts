import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CapabilityChanged, LinkLost, LinkRestored } from '#contracts';
import { eventually } from '#testing';
import { type ConsoleBench, consoleBench } from './console-bench.js';

let console_: ConsoleBench;
let ops: Record<string, string>;

beforeAll(async () => {
  console_ = await consoleBench();
  ops = { authorization: `Bearer ${await console_.token('ops')}` };
}, 60_000);
afterAll(() => console_?.close());

interface Shown {
  readonly capability: string;
  readonly state: string;
  readonly source: string;
  readonly publicNote: string | null;
  readonly since: string | null;
}
async function shown(): Promise<Record<string, Shown>> {
  const answer = await console_.get('/capabilities', ops);
  const { capabilities } = (await answer.json()) as { capabilities: Shown[] };
  return Object.fromEntries(capabilities.map((one) => [one.capability, one]));
}
const set = (capability: string, body: unknown, headers = ops) =>
  console_.post(`/capabilities/${capability}`, body, headers);
const said = () => console_.bench.allSaid().filter((one) => one.type === 'capability.changed');

describe('what works outside', () => {
  it('is nine capabilities, each up until somebody or something says otherwise', async () => {
    const all = await shown();
    expect(Object.keys(all)).toEqual([
      'INTAKE',
      'WA',
      'SIAK_LOOKUP',
      'RECORD_LOCAL',
      'SEND_TO_CENTRE',
      'DEDUP',
      'PRINT',
      'MUTASI',
      'NIK_WS',
    ]);
    expect(Object.values(all).every((one) => one.state === 'up')).toBe(true);
    expect(all['PRINT']?.source).toBe('auto');
    expect(all['DEDUP']?.source).toBe('operator');
  });

  it('is said once by the operator, with a note for citizens, and taken back once', async () => {
    const down = { state: 'down', publicNote: 'Pencetakan KTP-el terhenti karena jaringan pusat.' };
    expect((await set('PRINT', down)).status).toBe(200);
    expect((await set('PRINT', down)).status).toBe(200);
    const { data } = await console_.bench.heard(CapabilityChanged, (one) => one.capability === 'PRINT');
    expect(data).toMatchObject({ ...down, source: 'operator' });
    const before = (await shown())['PRINT'];
    expect(before).toMatchObject({ state: 'down', source: 'operator', publicNote: down.publicNote });
    // Another note is the same outage: it began when it began.
    await set('PRINT', { state: 'down', publicNote: 'Pencetakan mulai lagi besok.' });
    expect((await shown())['PRINT']?.since).toBe(before?.since);
    await set('PRINT', { state: 'up' });
    await set('PRINT', { state: 'up' });
    await set('MUTASI', { state: 'up' });
    await console_.bench.heard(CapabilityChanged, (one) => one.state === 'up');
    expect(said().map((one) => Object(one.data).state)).toEqual(['down', 'down', 'up']);
    expect((await shown())['PRINT']).toMatchObject({ state: 'up', publicNote: null });
  });

  it('is seen by probes where a link tells', async () => {
    const about = { link: 'diskominfo', way: 'primary', seenBy: 'document-validation' } as const;
    const since = '2026-11-24T01:00:00.000Z';
    await console_.bench.say(LinkLost, { ...about, cause: 'timeout', since }, { from: 'document-validation' });
    await eventually(async () => (await shown())['NIK_WS']?.state === 'down');
    expect((await shown())['NIK_WS']).toMatchObject({ source: 'auto', since });
    // A backup way that carries: the capability is there.
    await console_.bench.say(
      LinkRestored,
      { ...about, way: 'backup', cause: 'recovered', since },
      { from: 'document-validation' },
    );
    await eventually(async () => (await shown())['NIK_WS']?.state === 'up');
  });

  it.each([
    ['PRINT', { state: 'gone' }],
    ['PRINT', { state: 'down', publicNote: 'NIK 6503990101900001 bermasalah' }],
    ['PRINT', { state: 'down', publicNote: '<b>Tutup hari ini</b>' }],
    ['OTHER', { state: 'down' }],
  ])('refuses %s %j', async (capability, body) => {
    expect((await set(capability, body)).status).toBe(400);
  });

  it('never takes our own counter for down, and is no clerk’s word', async () => {
    expect((await set('INTAKE', { state: 'down' })).status).toBe(409);
    const clerk = { authorization: `Bearer ${await console_.token('clerk')}` };
    expect((await set('PRINT', { state: 'down' }, clerk)).status).toBe(403);
    expect((await set('PRINT', { state: 'down' }, {})).status).toBe(401);
    expect((await console_.get('/capabilities', clerk)).status).toBe(200);
  });
});
