import { loadavg } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { waitFor } from '../../scripts/clerk.mjs';
import { replay } from '../../scripts/replay-system.mjs';
import type { Toxic } from '#testing';
import { type CuttableSystem, cuttableSystem } from '../journeys/cut-lines.js';

/**
 * Fourteen days without the register, as citizens see them: requests come in every day and wait, the service that asks is
 * restarted twice, and when the line is back every one of them goes on to its card. The study's 100 requests a day in the
 * long suite, one a day otherwise; a day lasts as long as its requests take to come in.
 */
const isLong = Boolean(process.env.LOKET_LONG);
const days = 14;
const requestsADay = Number(process.env.LOKET_REQUESTS_A_DAY ?? (isLong ? 100 : 1));
const seed = Number(process.env.LOKET_SEED ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));
const all = days * requestsADay;

const troubles: readonly Toxic[] = [
  { kind: 'black-hole' },
  { kind: 'refuse' },
  { kind: 'reset-after', bytes: 40, direction: 'down' },
  { kind: 'half-close' },
];

let on: CuttableSystem;
let reader: Client;
beforeAll(async () => {
  on = await cuttableSystem('two-weeks', { REGISTER_TIMEOUT_MS: '2000', NETWORK_HOLD_AFTER_SECONDS: '2' });
  reader = new Client({ connectionString: on.system.auditorUrl });
  await reader.connect();
}, 180_000);
afterAll(async () => {
  await reader?.end();
  await on?.stop();
}, 90_000);

async function count(sql: string): Promise<number> {
  const { rows } = await reader.query<{ count: number }>(`select count(*)::int as count from ${sql}`);
  return rows[0]?.count ?? 0;
}

const waiting = () => count(`intake.application where state in ('checking_register', 'withdrawn')`);
const answered = () => count('document_validation.register_answer');

describe('two weeks without the register', () => {
  it(`hold ${all} requests, and lose none and tell nobody twice (seed ${seed})`, async () => {
    const seen = { waited: 0, firstAnswer: 0, drained: 0 };
    const { findings } = await replay({
      system: on.system,
      password: on.system.keys.firstAdmin.password,
      applications: all,
      seed,
      disturb: async () => {
        for (let day = 1; day <= days; day += 1) {
          await on.poison('register', troubles[(seed + day) % troubles.length] ?? { kind: 'refuse' });
          if (day === 4 || day === 9) {
            await on.system.stopOne('document-validation');
            await on.system.startOne('document-validation');
          }
          await waitFor(
            `the requests of day ${day}`,
            async () => (await count('intake.application')) >= (all * day) / days,
            120_000 + requestsADay * 5_000,
          );
        }
        await waitFor('all requests to wait', async () => (await waiting()) === all, 120_000 + all * 1_000);
        expect(await answered()).toBe(0);
        seen.waited = await count(`intake.application where state = 'checking_register'`);
        await waitFor(
          'every hold',
          async () => (await count(`intake.hold where cause = 'network' and ended_at is null`)) >= seen.waited,
        );
        await on.heal('register');
        const back = performance.now();
        await waitFor('the first answer', async () => (await answered()) > 0, 60_000);
        seen.firstAnswer = performance.now() - back;
        await waitFor('all answers', async () => (await answered()) >= seen.waited, 60_000 + all * 1_000);
        seen.drained = performance.now() - back;
      },
    });
    process.stdout.write(
      `seed ${seed}: ${all} requests in ${days} days, ${seen.waited} waited, first answer ${(seen.firstAnswer / 1_000).toFixed(1)} s ` +
        `after the line's return, all after ${(seen.drained / 1_000).toFixed(1)} s, load ${loadavg()[0]?.toFixed(1)}\n`,
    );
    expect(findings).toEqual([]);
    // Each of those who waited is told once that it waits, once that it goes on, and once that the card is there.
    for (const key of ['application.delayed', 'application.resumed', 'application.ready-for-pickup']) {
      const told = await reader.query<{ times: number; people: number }>(
        `select times, count(*)::int as people from
           (select count(*)::int as times from notification.outgoing
             where message_key = $1 and state in ('sent', 'delivered', 'read') group by application_id) as each
          group by times`,
        [key],
      );
      expect({ key, told: told.rows }).toEqual({ key, told: [{ times: 1, people: expect.any(Number) }] });
    }
  }, 3_600_000);
});
