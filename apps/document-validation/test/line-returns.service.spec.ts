import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadavg } from 'node:os';
import { ApplicationCheckingRegister, LinkLost, RegisterConfirmed } from '#contracts';
import { toxicProxy, type ToxicProxy } from '#testing';
import { type RegisterFake, registerFake } from './register-fake.js';
import { type ValidationBench, validationBench } from './validation-bench.js';

/*
 * The same promise as link-returns.spec.ts of the link, by the real service with its default probes, pauses and limits over a
 * real line: minutes long, so under LOKET_LONG=1 only.
 */
const isLong = process.env['LOKET_LONG'] !== undefined;
const whenLong = isLong ? describe : describe.skip;

let register: RegisterFake;
let line: ToxicProxy;
let bench: ValidationBench;

beforeAll(async () => {
  if (!isLong) return;
  register = await registerFake();
  line = await toxicProxy({ port: register.port });
  bench = await validationBench({
    REGISTER_MODE: 'webservice',
    REGISTER_URL: `http://127.0.0.1:${line.port}`,
    REGISTER_USER: 'user-for-tests',
    REGISTER_PASSWORD: 'password-for-tests',
    REGISTER_IP_USER: '10.0.0.1',
    REGISTER_INSTANSI: 'nunukan',
    REGISTER_CACHE_MINUTES: '0',
  });
});
afterAll(async () => {
  await bench?.close();
  await line?.close();
  await register?.close();
});

whenLong('a line that returns, by the ordinary settings', () => {
  it.each(['black-hole', 'refuse'] as const)(
    'brings the first answer within a minute of the end of %s',
    async (kind) => {
      const ids = Array.from({ length: 20 }, () => bench.know({}));
      const lostBefore = bench.allSaid().filter(({ type }) => type === LinkLost.type).length;
      await line.poison({ kind });
      for (const id of ids) {
        await bench.say(ApplicationCheckingRegister, {
          ...bench.announcement(id, 2, 'checking_register'),
          completeSince: '2026-11-24T01:00:00.000Z',
        });
      }
      await bench.heard(
        LinkLost,
        () => bench.allSaid().filter(({ type }) => type === LinkLost.type).length > lostBefore,
        120_000,
      );
      // Long enough for the rarest probes: 1, 2, 4, 8 and 16 seconds, then 30.
      await new Promise((resolve) => setTimeout(resolve, 75_000));
      const answered = () =>
        bench.allSaid().filter((one) => one.type === RegisterConfirmed.type && ids.includes(one.subject)).length;
      expect(answered()).toBe(0);
      await line.heal();
      const back = performance.now();
      await bench.heard(RegisterConfirmed, (data) => ids.includes(data.applicationId), 120_000);
      const first = performance.now() - back;
      process.stdout.write(
        `line returns: first answer ${(first / 1_000).toFixed(1)} s after ${kind}, load ${loadavg()[0]?.toFixed(1)}\n`,
      );
      expect(first).toBeLessThanOrEqual(60_000);
    },
    400_000,
  );
});
