import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  ApplicationCheckingRegister,
  ApplicationSubmitted,
  ApplicationWithdrawn,
  DocumentsIncomplete,
  LinkLost,
  LinkRestored,
  RegisterConfirmed,
  RegisterDoubtful,
  RegisterNotRecorded,
} from '#contracts';
import { metrics } from '#observability';
import { eventually, toxicProxy, type ToxicProxy } from '#testing';
import { type RegisterFake, registerFake } from './register-fake.js';
import { nik, type ValidationBench, validationBench } from './validation-bench.js';

const queue = 'document-validation.check-population-register';
let register: RegisterFake;
let line: ToxicProxy;
let bench: ValidationBench;

beforeAll(async () => {
  register = await registerFake();
  line = await toxicProxy({ port: register.port });
  bench = await validationBench(
    {
      REGISTER_MODE: 'webservice',
      REGISTER_URL: `http://127.0.0.1:${line.port}`,
      REGISTER_USER: 'user-for-tests',
      REGISTER_PASSWORD: 'password-for-tests',
      REGISTER_IP_USER: '10.0.0.1',
      REGISTER_INSTANSI: 'nunukan',
      REGISTER_TIMEOUT_MS: '700',
      REGISTER_PROBE_EVERY_MS: '50',
      REGISTER_RATE_PER_SECOND: '200',
      REGISTER_CACHE_MINUTES: '0',
    },
    { quotaReturns: (now) => new Date(now.getTime() + 1_500) },
  );
});
afterAll(async () => {
  await bench?.close();
  await line?.close();
  await register?.close();
});
afterEach(async () => {
  register.answerWith(undefined);
  await line.heal();
});

const check = (id: string, sequence = 2) =>
  bench.say(ApplicationCheckingRegister, {
    ...bench.announcement(id, sequence, 'checking_register'),
    completeSince: '2026-11-24T01:00:00.000Z',
  });
const confirmed = (id: string) => bench.heard(RegisterConfirmed, (data) => data.applicationId === id, 30_000);
const doubtful = (id: string) => bench.heard(RegisterDoubtful, (data) => data.applicationId === id);

describe('asking the population register', () => {
  it('confirms a person it knows, with one question in the service’s own form', async () => {
    const id = bench.know({});
    const eventId = await check(id);
    const { data } = await confirmed(id);
    expect(data).toMatchObject({ applicationId: id, answers: 2, way: 'primary' });
    const question = register.questions().find((one) => one.requestId === eventId);
    expect(question?.path).toBe('/dukcapil/get_json/nunukan/nik_verifby_elemen');
    expect(question?.body).toEqual({
      USER_ID: 'user-for-tests',
      PASSWORD: 'password-for-tests',
      IP_USER: '10.0.0.1',
      TRESHOLD: '90',
      NIK: nik,
      NAMA_LGKP: 'CONTOH WARGA',
      NO_KK: '6503990101150002',
    });
  });

  it('leaves every doubt to a person', async () => {
    register.answerWith({ content: [{ NIK: 'Sesuai', NAMA_LGKP: 'Tidak Sesuai (20)', NO_KK: 'Sesuai' }] });
    const differs = bench.know({});
    await check(differs);
    expect((await doubtful(differs)).data.doubts).toEqual(['name-differs']);
    register.answerWith({ content: [{ RESPONSE_CODE: '11', RESPON: 'Data Ditemukan, Meninggal Dunia' }] });
    const dead = bench.know({});
    await check(dead);
    expect((await doubtful(dead)).data.doubts).toEqual(['deceased']);
  });

  it('asks again about a miss without a code, then a person looks', async () => {
    register.answerWith({ content: [{ RESPON: 'Data Tidak Ditemukan' }] });
    const id = bench.know({});
    const eventId = await check(id);
    expect((await doubtful(id)).data.doubts).toEqual(['not-found']);
    expect(register.questions().filter((one) => one.requestId === eventId)).toHaveLength(3);
  });

  it('asks nothing without a NIK', async () => {
    const id = bench.know({ nik: null });
    const eventId = await check(id);
    expect((await doubtful(id)).data.doubts).toEqual(['malformed']);
    expect(register.questions().some((one) => one.requestId === eventId)).toBe(false);
  });

  it('never lets a first card go on without word of the record', async () => {
    const id = bench.know({ kind: 'BARU_WNI' });
    await check(id);
    const { data } = await bench.heard(RegisterNotRecorded, (said) => said.applicationId === id);
    expect(data.cause).toBe('recording');
  });

  it('drops an older announcement that comes after a newer one, and parks an unknown request', async () => {
    const id = bench.know({});
    await bench.say(ApplicationWithdrawn, bench.announcement(id, 9, 'withdrawn'));
    await eventually(async () => (await bench.query('select 1 from application where id = $1', [id])).length === 1);
    const older = await check(id, 2);
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = $1', [older])).length === 1,
    );
    expect(bench.allSaid().some((one) => one.subject === id && one.type.startsWith('register.'))).toBe(false);

    const unknown = await check(randomUUID());
    await eventually(() => bench.parked().some((message) => message.properties.messageId === unknown));
  });
});

/** Copies of this queue's messages that were placed in wait queues, by why. */
async function copies(): Promise<{ retried: number; 'put-back': number }> {
  const metric = await metrics.getSingleMetric('loket_messages_retried_total')?.get();
  const count = (why: string) =>
    metric?.values.find((one) => one.labels['queue'] === queue && one.labels['why'] === why)?.value ?? 0;
  return { retried: count('retried'), 'put-back': count('put-back') };
}

describe('when the register cannot be asked', () => {
  let flaps = 0;
  const quota = { content: [{ RESPON: 'Kuota Akses Hari ini telah Habis' }] };
  const troubles: readonly [string, () => void | Promise<void>][] = [
    ['it refuses connections', () => line.poison({ kind: 'refuse' })],
    ['it is a black hole', () => line.poison({ kind: 'black-hole' })],
    ['its replies are cut', () => line.poison({ kind: 'reset-after', bytes: 40, direction: 'down' })],
    ['it answers later than anybody waits', () => line.poison({ kind: 'latency', ms: 2_000 })],
    ['it answers 503', () => register.answerWith(503)],
    ['the quota is used up', () => register.answerWith(quota)],
    ['our address is not known', () => register.answerWith({ RESPON: 'IP Client Tidak terdaftar' })],
    ['a login page stands in the way', () => register.answerWith('<html>Silakan login</html>')],
  ];

  it.each(troubles)('only this consumer stops, and all that waited goes on by itself: %s', async (_, trouble) => {
    const before = await copies();
    const lost = bench.allSaid().filter((one) => one.type === 'link.lost').length;
    await trouble();
    const ids = Array.from({ length: 5 }, () => bench.know({}));
    const events = await Promise.all(ids.map((id) => check(id)));
    await eventually(async () => (await bench.queue(queue)).consumers === 0, { what: 'no consumer on the queue' });
    await eventually(() => bench.allSaid().filter((one) => one.type === 'link.lost').length === lost + 1);

    // Another consumer of this service goes on, and readiness stays green: a pause is expected.
    const other = bench.know({ documents: [] });
    await bench.say(ApplicationSubmitted, bench.announcement(other, 1, 'submitted'));
    await bench.heard(DocumentsIncomplete, (data) => data.applicationId === other);
    expect((await fetch(`${bench.service.url}/health/ready`)).status).toBe(200);
    const links = await bench.call('GET', '/links', undefined, await bench.clerkToken(['clerk']));
    expect(links.body['list']).toMatchObject([{ link: 'diskominfo', state: 'open', cause: expect.any(String) }]);
    // What is put back waits in the queue, in front of nobody.
    await eventually(async () => (await bench.queue(queue)).ready === 5, { what: 'five waiting requests' });
    const answered = await bench.query('select 1 from register_answer where application_id = any($1)', [ids]);
    expect(answered).toEqual([]);

    register.answerWith(undefined);
    await line.heal();
    for (const id of ids) await confirmed(id);
    await eventually(() => bench.allSaid().filter((one) => one.type === 'link.restored').length === lost + 1);
    const parked = bench.parked().filter((message) => events.includes(String(message.properties.messageId)));
    expect(parked).toEqual([]);
    const after = await copies();
    // Put back, perhaps often, but no attempt was counted.
    expect(after.retried).toBe(before.retried);
    // Each question was asked anew under its own request id, and answered once.
    for (const id of ids) {
      expect(bench.allSaid().filter((one) => one.subject === id && one.type.startsWith('register.'))).toHaveLength(1);
    }
    await eventually(async () => (await bench.queue(queue)).consumers === 1);
  });

  it('a line that flaps costs put-backs, never an attempt, and parks nothing', async () => {
    const before = await copies();
    const ids: string[] = [];
    for (let flap = 0; flap < 6; flap += 1) {
      await line.poison({ kind: 'refuse' });
      const more = Array.from({ length: 4 }, () => bench.know({}));
      await Promise.all(more.map((id) => check(id)));
      ids.push(...more);
      await eventually(async () => (await bench.queue(queue)).consumers === 0, { what: 'the pause' });
      await line.heal();
      await eventually(async () => (await bench.queue(queue)).consumers === 1, { what: 'the return' });
    }
    for (const id of ids) await confirmed(id);
    for (const id of ids)
      expect(bench.allSaid().filter((one) => one.subject === id && one.type.startsWith('register.'))).toHaveLength(1);
    const after = await copies();
    expect(after.retried).toBe(before.retried);
    expect(after['put-back']).toBeGreaterThan(before['put-back']);
    flaps = 6;
  }, 60_000);

  it('says once that the line was lost and once that it is back', async () => {
    await bench.heard(LinkLost);
    await bench.heard(LinkRestored);
    const said = () => bench.allSaid().filter((one) => one.type.startsWith('link.'));
    const outages = Array.from({ length: troubles.length + flaps });
    await eventually(() => said().length === 2 * outages.length);
    expect(said().map((one) => one.type)).toEqual(outages.flatMap(() => ['link.lost', 'link.restored']));
  });

  it('has told nobody’s number, not even in what it keeps', async () => {
    const [kept] = await bench.query<{ kept: string }>(
      `select (select json_agg(f) from register_answer f)::text || (select json_agg(o) from outbox o)::text as kept`,
      [],
    );
    expect(kept?.kept).not.toMatch(/(?<![0-9a-f-])\d{16}(?![0-9a-f])/);
    expect(kept?.kept).not.toContain('CONTOH');
  });
});
