import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationCheckingRegister, LinkLost, LinkRestored, RegisterConfirmed, RegisterDoubtful } from '#contracts';
import { eventually, toxicProxy, type ToxicProxy } from '#testing';
import { type RegisterFake, registerFake } from './register-fake.js';
import { type ValidationBench, validationBench } from './validation-bench.js';

type Way = 'primary' | 'backup';
let bench: ValidationBench;
let registers: Record<Way, RegisterFake>;
let lines: Record<Way, ToxicProxy>;

beforeAll(async () => {
  registers = { primary: await registerFake(), backup: await registerFake() };
  lines = {
    primary: await toxicProxy({ port: registers.primary.port }),
    backup: await toxicProxy({ port: registers.backup.port }),
  };
  bench = await validationBench({
    REGISTER_MODE: 'webservice',
    REGISTER_URL: `http://127.0.0.1:${lines.primary.port}`,
    REGISTER_BACKUP_URL: `http://127.0.0.1:${lines.backup.port}`,
    REGISTER_BACKUP_IP_USER: '10.0.0.2',
    REGISTER_USER: 'user-for-tests',
    REGISTER_PASSWORD: 'password-for-tests',
    REGISTER_IP_USER: '10.0.0.1',
    REGISTER_INSTANSI: 'nunukan',
    REGISTER_TIMEOUT_MS: '700',
    REGISTER_PROBE_EVERY_MS: '30',
    REGISTER_FAIL_BACK_AFTER_MS: '500',
    REGISTER_STANDBY_PROBE_EVERY_MS: '200',
    REGISTER_RATE_PER_SECOND: '200',
    REGISTER_CACHE_MINUTES: '0',
    REGISTER_CROSS_CHECK_PERCENT: '100',
  });
});
afterAll(async () => {
  await bench?.close();
  await Promise.all(Object.values(lines ?? {}).map((line) => line.close()));
  await Promise.all(Object.values(registers ?? {}).map((register) => register.close()));
});
afterEach(async () => {
  for (const way of ['primary', 'backup'] as const) {
    registers[way].answerWith(undefined);
    await lines[way].heal();
  }
  await eventually(carriedByPrimary, { withinMs: 20_000 });
});

const check = (id: string) =>
  bench.say(ApplicationCheckingRegister, {
    ...bench.announcement(id, 2, 'checking_register'),
    completeSince: '2026-11-24T01:00:00.000Z',
  });
const confirmed = async (id: string) =>
  (await bench.heard(RegisterConfirmed, (data) => data.applicationId === id, 30_000)).data;
const doubtful = async (id: string) =>
  (await bench.heard(RegisterDoubtful, (data) => data.applicationId === id, 30_000)).data;
const kept = async (id: string) =>
  (
    await bench.query<{ way: string; request_id: string; other_way: { way: string } | null }>(
      'select way, request_id, other_way from register_answer where application_id = $1',
      [id],
    )
  )[0];
async function states(): Promise<string[]> {
  const links = await bench.call('GET', '/links', undefined, await bench.clerkToken(['ops']));
  const list = links.body['list'];
  return Array.isArray(list) ? list.map((one: { way: string; state: string }) => `${one.way} ${one.state}`) : [];
}
/** A ramp ends with the calls that use it: without traffic it lasts. */
const carriedByPrimary = async () => /^primary (closed|ramp) backup standby$/.test((await states()).join(' '));
const saidOf = (type: string, way: Way) =>
  bench.allSaid().filter((one) => one.type === type && 'way' in Object(one.data) && Object(one.data).way === way);

describe('a register with a backup way', () => {
  it('makes the backup known at once: a link is lost only with all its ways', async () => {
    await bench.heard(LinkRestored, (data) => data.link === 'diskominfo' && data.way === 'backup');
  });

  it('asks both where a sample is compared, and keeps what each said', async () => {
    const id = bench.know({});
    const requestId = await check(id);
    expect((await confirmed(id)).way).toBe('primary');
    expect(await kept(id)).toMatchObject({
      way: 'primary',
      request_id: requestId,
      other_way: { way: 'backup', result: { result: 'confirmed' }, elements: { NIK: { agrees: true } } },
    });
    const [asked] = registers.backup.questions().filter((one) => one.requestId === requestId);
    expect(asked?.body['IP_USER']).toBe('10.0.0.2');
  });

  it('leaves it to a person when the two ways disagree, with both answers before their eyes', async () => {
    registers.backup.answerWith({ content: [{ NIK: 'Sesuai', NAMA_LGKP: 'Tidak Sesuai (0)', NO_KK: 'Sesuai' }] });
    const differs = bench.know({});
    await check(differs);
    expect((await doubtful(differs)).doubts).toEqual(['ways-disagree', 'name-differs']);
    expect(await kept(differs)).toMatchObject({
      way: 'primary',
      other_way: { result: { result: 'doubtful', doubts: ['name-differs'] } },
    });
    registers.backup.answerWith({ content: [{ RESPONSE_CODE: '11', RESPON: 'Data Ditemukan, Meninggal Dunia' }] });
    const dead = bench.know({});
    await check(dead);
    expect((await doubtful(dead)).doubts).toEqual(['ways-disagree', 'deceased']);
  });

  it('goes on over the backup while the primary is down, and goes back once when that is steady', async () => {
    await lines.primary.poison({ kind: 'black-hole' });
    const ids = Array.from({ length: 6 }, () => bench.know({}));
    const restored = saidOf('link.restored', 'primary').length;
    await Promise.all(ids.map(check));
    for (const id of ids) expect((await confirmed(id)).way).toBe('backup');
    await bench.heard(LinkLost, (data) => data.way === 'primary');
    expect(saidOf('link.lost', 'backup')).toEqual([]);
    expect((await states()).join(' ')).toMatch(/^primary open backup (closed|ramp)$/);
    for (const id of ids)
      expect(registers.backup.questions().map((one) => one.requestId)).toContain((await kept(id))?.request_id);

    await lines.primary.heal();
    await eventually(carriedByPrimary);
    expect(saidOf('link.restored', 'primary')).toHaveLength(restored + 1);
    const after = bench.know({});
    await check(after);
    expect((await confirmed(after)).way).toBe('primary');
  });

  it('moves to the backup when the register refuses our address over the primary way', async () => {
    registers.primary.answerWith({ content: [{ RESPON: 'IP Client Tidak terdaftar' }] });
    const ids = Array.from({ length: 4 }, () => bench.know({}));
    await Promise.all(ids.map(check));
    for (const id of ids) expect((await confirmed(id)).way).toBe('backup');
  });

  it('waits when both are down, and loses, doubles and rejects nothing', async () => {
    await lines.primary.poison({ kind: 'refuse' });
    await lines.backup.poison({ kind: 'black-hole' });
    const ids = Array.from({ length: 6 }, () => bench.know({}));
    await Promise.all(ids.map(check));
    const queue = 'document-validation.check-population-register';
    await eventually(async () => (await bench.queue(queue)).consumers === 0);
    expect(bench.allSaid().filter((one) => ids.includes(one.subject) && one.type.startsWith('register.'))).toEqual([]);
    await lines.backup.heal();
    for (const id of ids) expect((await confirmed(id)).way).toBe('backup');
    await lines.primary.heal();
    for (const id of ids)
      expect(bench.allSaid().filter((one) => one.subject === id && one.type.startsWith('register.'))).toHaveLength(1);
    expect(bench.parked()).toEqual([]);
  });
});
