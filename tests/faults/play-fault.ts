import { execFile } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect, promisify } from 'node:util';
import { findPostgres } from '../../scripts/binaries.mjs';
import { waitFor } from '../../scripts/clerk.mjs';
import { replay } from '../../scripts/replay-system.mjs';
import { root } from '../../scripts/runtime.mjs';
import { type CuttableSystem } from '../journeys/cut-lines.js';
import type { Fault } from './catalogue.js';

export interface FaultRun {
  /** Its number in the list that the seed gives: it repeats this one alone. */
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Of the requests that are played. */
  readonly seed: number;
  /** How many times longer than in a sample each fault lasts. */
  readonly times: number;
}

export const nameOf = (faults: readonly Fault[]): string =>
  faults.map((fault) => `${fault.number} ${fault.says}`).join(' + ');

/**
 * Plays twelve requests while the faults begin together, last equally long and end together; then everything comes to rest
 * and the invariants are asked. Prints a line: what was played, how long it took, how long the faults lasted, the load.
 * @returns the violations, and what the replay said when there are any
 */
export async function playFaults(on: CuttableSystem, run: FaultRun): Promise<{ told: string[]; said: string[] }> {
  const began = performance.now();
  const passed = () => ((performance.now() - began) / 1_000).toFixed(1);
  const said: string[] = [];
  let healed = '?';
  const lastMs = 1_000 * Math.max(...run.faults.map((fault) => fault.lasts)) * run.times;
  const told = await replay({
    system: on.system,
    password: on.system.keys.firstAdmin.password,
    applications: 12,
    seed: run.seed,
    atOnce: 12,
    log: (line) => said.push(`${passed()} ${line}`),
    disturb: async () => {
      const over = performance.now() + lastMs;
      // Side by side: one that cannot end before the other has ended waits for it.
      await Promise.all(
        run.faults.map(async (fault) => {
          const end = await fault.begin(on);
          await pause(Math.max(0, over - performance.now()));
          await end();
        }),
      );
      healed = passed();
    },
  }).then(
    ({ findings }) => findings.map(({ id, says, count, examples }) => `${id} ${says}: ${count} ${examples.join('; ')}`),
    (error: unknown) => [`the replay broke off: ${inspect(error)}`],
  );
  if (told.length === 0) await everybodyAtWork(on).catch((error: unknown) => told.push(String(error)));
  const outcome = told.length === 0 ? 'holds' : told.join(' | ');
  const load = loadavg()[0]?.toFixed(1);
  process.stdout.write(
    `${run.name}: ${nameOf(run.faults)}: ${passed()} s (healed after ${healed} s, load ${load}): ${outcome}\n`,
  );
  return { told, said: told.length > 0 ? said.slice(-20) : [] };
}

/** The next one begins with every process ready. */
async function everybodyAtWork({ system: { urls } }: CuttableSystem): Promise<void> {
  const ports = ['intake', 'documentValidation', 'printingQueue', 'notification', 'console', 'station'] as const;
  await waitFor(
    'every process to be ready',
    async () => {
      for (const port of ports)
        if (!(await fetch(`${urls[port]}/health/ready`, { headers: { connection: 'close' } })).ok) return false;
      return true;
    },
    90_000,
  );
}

/** Lays logs and database of a system in which something went wrong aside, since its folder goes with it. */
export async function keepEvidence({ system }: CuttableSystem, name: string): Promise<string> {
  const folder = join(root, '.local/faults', `${Date.now()}-${name.replaceAll(/\W+/g, '-')}`);
  mkdirSync(folder, { recursive: true });
  cpSync(join(system.folder, 'log'), join(folder, 'log'), { recursive: true });
  const dump = join(findPostgres() ?? '', 'pg_dump');
  await promisify(execFile)(dump, [`--dbname=${system.administratorUrl}`, `--file=${join(folder, 'loket.sql')}`]).catch(
    () => undefined,
  );
  return folder;
}
