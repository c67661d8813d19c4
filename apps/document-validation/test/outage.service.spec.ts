import 'reflect-metadata';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadavg } from 'node:os';
import { ApplicationCheckingRegister, ApplicationUnderReview, ReviewRequested } from '#contracts';
import { metrics } from '#observability';
import { eventually, toxicProxy, type Toxic, type ToxicProxy } from '#testing';
import { type RegisterFake, registerFake } from './register-fake.js';
import { type ValidationBench, validationBench } from './validation-bench.js';

/*
 * Fourteen days without the register, each shortened to a fraction of a second: the broker's waits, the probes' pauses and
 * the quota's day are shortened alike; queue, database, service and network are real. LOKET_LONG=1 takes the study's
 * 100 requests a day, `npm test` a sample. LOKET_SEED repeats the order of the days' troubles.
 */
const isLong = process.env['LOKET_LONG'] !== undefined;
const requestsADay = isLong ? 100 : 5;
const ratePerSecond = isLong ? 100 : 40;
const dayMs = isLong ? 1_500 : 300;
const seed = Number(process.env['LOKET_SEED'] ?? 20_261_124);
const queue = 'document-validation.check-population-register';
const quotaGone = { content: [{ RESPON: 'Kuota Akses Hari ini telah Habis' }] };

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
      REGISTER_TIMEOUT_MS: '400',
      REGISTER_PROBE_EVERY_MS: '20',
      REGISTER_RATE_PER_SECOND: String(ratePerSecond),
      REGISTER_CACHE_MINUTES: '0',
    },
    { quotaReturns: (now) => new Date(now.getTime() + dayMs) },
  );
});
afterAll(async () => {
  await bench?.close();
  await line?.close();
  await register?.close();
});

const troubles: readonly Toxic[] = [
  { kind: 'black-hole' },
  { kind: 'refuse' },
  { kind: 'reset-after', bytes: 40, direction: 'down' },
  { kind: 'latency', ms: 1_000 },
  { kind: 'half-close' },
];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Which trouble a day has: by the seed, so that a run can be repeated. */
function troubleOf(day: number): Toxic {
  return troubles[(seed * 7 + day * 5 + ((seed >> (day % 16)) & 3)) % troubles.length] ?? { kind: 'refuse' };
}

async function retried(): Promise<number> {
  const metric = await metrics.getSingleMetric('loket_messages_retried_total')?.get();
  const found = metric?.values.find((one) => one.labels['queue'] === queue && one.labels['why'] === 'retried');
  return found?.value ?? 0;
}

it(
  'fourteen days of outage: every request waits, and all go on once the line is back, at the rate cap, none lost or doubled',
  async () => {
    const ids: string[] = [];
    const ask = async () => {
      const id = bench.know({});
      ids.push(id);
      await bench.say(ApplicationCheckingRegister, {
        ...bench.announcement(id, 2, 'checking_register'),
        completeSince: '2026-11-24T01:00:00.000Z',
      });
    };
    for (let day = 1; day <= 14; day += 1) {
      await line.poison(troubleOf(day));
      await Promise.all(Array.from({ length: requestsADay }, ask));
      await pause(dayMs);
      // Ops restart the service twice; on the tenth day the line is there for a moment and the quota is gone.
      if (day === 4 || day === 9) await bench.restart();
      if (day === 10) {
        register.answerWith(quotaGone);
        await line.heal();
        await pause(dayMs);
      }
    }
    // Whoever needs no register has gone on meanwhile.
    const other = bench.know({});
    await bench.say(ApplicationUnderReview, bench.announcement(other, 3, 'under_review'));
    await bench.heard(ReviewRequested, (data) => data.applicationId === other);

    const waited = ids.length;
    const isAnswered = (type: string) => type.startsWith('register.');
    const answeredBefore = bench.allSaid().filter((one) => isAnswered(one.type)).length;
    register.answerWith(undefined);
    const asksBefore = register.questions().length;
    await line.heal();
    const back = performance.now();
    const answered = () => bench.allSaid().filter((one) => isAnswered(one.type));
    await eventually(() => answered().length > answeredBefore, { withinMs: 60_000 });
    const first = performance.now() - back;
    await eventually(() => answered().length >= waited, { withinMs: 240_000, what: `${waited} answers` });
    const drained = performance.now() - back;

    const times = register
      .questions()
      .slice(asksBefore)
      .map((one) => one.at);
    const busiest = Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length));
    process.stderr.write(
      `outage: seed ${seed}, ${waited} waited, ${answeredBefore} answered in between, first success ${Math.round(first)} ms after the return, ` +
        `drained in ${(drained / 1000).toFixed(1)} s at ${((waited - answeredBefore) / (drained / 1000)).toFixed(1)}/s, cap ${ratePerSecond}/s, ` +
        `busiest second ${busiest}, load ${loadavg()[0]?.toFixed(1)}\n`,
    );
    expect(answered().map((one) => one.type)).toEqual(ids.map(() => 'register.confirmed'));
    expect(new Set(answered().map((one) => one.subject))).toEqual(new Set(ids));
    const [kept] = await bench.query<{ count: number; distinct: number }>(
      'select count(*)::int as count, count(distinct application_id)::int as distinct from register_answer',
      [],
    );
    expect(kept).toEqual({ count: waited, distinct: waited });
    expect(bench.parked()).toEqual([]);
    expect(await retried()).toBe(0);
    await eventually(async () => (await bench.queue(queue)).ready === 0);
    expect(first).toBeLessThan(60_000);
    // Evenly: no more than a tenth of a second's worth goes at once when the line returns.
    expect(busiest).toBeLessThanOrEqual(1.1 * ratePerSecond + 1);
    expect((times.length - ratePerSecond * 0.1) / (drained / 1_000)).toBeLessThanOrEqual(ratePerSecond * 1.05);
  },
  isLong ? 480_000 : 120_000,
);
