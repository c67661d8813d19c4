import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFaketime } from '../../scripts/binaries.mjs';
import { type CuttableSystem, cuttableSystem } from '../journeys/cut-lines.js';
import { services } from './act-on-processes.js';
import { playFaults } from './play-fault.js';

/**
 * Fault 28: the clock of one service jumps by an hour while requests are played, and jumps back. Leases are the database's,
 * so none may be lost or held twice; nobody's deadline may end early. What is not covered: PostgreSQL and RabbitMQ whose
 * clock jumps, and a step of the whole machine (both clocks together), which a test may not make. Long suite only.
 */
const faketime = findFaketime();
const seed = Number(process.env.LOKET_SEED ?? 20_261_124);
const hour = 3_600;

/** Beyond this tokens are refused, as they must be: a clerk is told to sign in, and a call between services waits. */
const jumps = services.flatMap((name) => [hour, -hour].map((by) => ({ name, by })));

const describeWithClocks = process.env.LOKET_LONG && faketime !== undefined ? describe : describe.skip;

describeWithClocks(`a clock that jumps (needs libfaketime, seed ${seed})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'loket-clocks-'));
  const clockOf = (name: string) => join(folder, name);
  let on: CuttableSystem;

  beforeAll(async () => {
    for (const name of services) writeFileSync(clockOf(name), '+0\n');
    const waitSeconds = { 'loket.wait.5s': 2, 'loket.wait.1m': 5, 'loket.wait.10m': 15, 'loket.wait.1h': 30 };
    on = await cuttableSystem(
      'clocks',
      {},
      {
        waitSeconds,
        envOf: (name): Record<string, string> =>
          services.includes(name)
            ? {
                LD_PRELOAD: faketime ?? '',
                FAKETIME_TIMESTAMP_FILE: clockOf(name),
                FAKETIME_CACHE_DURATION: '1',
                // Time-outs and intervals are of the steady clock, which no correction of the time moves.
                DONT_FAKE_MONOTONIC: '1',
                FAKETIME_DONT_FAKE_MONOTONIC: '1',
              }
            : {},
      },
    );
  }, 240_000);
  afterAll(async () => {
    await on?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 90_000);

  it.each(jumps)(
    'of $name, by $by s and back',
    async ({ name, by }) => {
      const jump = {
        number: 28,
        says: `the clock of ${name} jumps by ${by} s`,
        lasts: 15,
        begin: (): Promise<() => Promise<void>> => {
          writeFileSync(clockOf(name), `${by > 0 ? '+' : ''}${by}\n`);
          return Promise.resolve(() => {
            writeFileSync(clockOf(name), '+0\n');
            return Promise.resolve();
          });
        },
      };
      const run = { name: `seed ${seed}, clock of ${name}`, faults: [jump], seed: seed + jumps.length, times: 1 };
      const logFile = join(on.system.folder, 'log', `${name}.log`);
      const before = readFileSync(logFile, 'utf8').length;
      expect(await playFaults(on, run)).toEqual({ told: [], said: [] });
      // It did jump: its log says so, whatever it wrote meanwhile.
      const hours = [
        ...readFileSync(logFile, 'utf8')
          .slice(before)
          .matchAll(/"time":"([^"]+)"/g),
      ].map(([, at = '']) => Math.abs(Date.parse(at) - Date.now()));
      if (hours.length > 0) expect(Math.max(...hours)).toBeGreaterThan(0.9 * hour * 1_000);
    },
    600_000,
  );
});
