import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type System } from '../../scripts/system.mjs';

/** What a fault does to a process of a whole system. */
interface Place {
  readonly system: System;
}
type Begin = (on: Place) => Promise<() => Promise<void>>;

const run = promisify(execFile);

export const services = [
  'intake',
  'document-validation',
  'printing-queue',
  'notification',
  'ops-console',
  'print-station',
];

/** Tries again every half second: the second fault of a pair may be in the way of the first. */
export async function untilDone<T>(what: string, act: () => Promise<T>, withinMs = 180_000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > end) throw new Error(`${what} did not come about`, { cause: error });
      await pause(500);
    }
  }
}

export function processOf({ system }: Place, name: string): System['processes'][string] {
  const child = system.processes[name];
  if (child === undefined) throw new Error(`there is no process ${name}`);
  return child;
}

export function signal(on: Place, name: string, which: NodeJS.Signals): void {
  const pid = processOf(on, name).pid();
  if (pid !== undefined) process.kill(pid, which);
}

export const killed =
  (name: string, which: NodeJS.Signals = 'SIGKILL'): Begin =>
  (on) => {
    signal(on, name, which);
    return Promise.resolve(() => processOf(on, name).untilReady());
  };

export const frozen =
  (name: string): Begin =>
  (on) => {
    signal(on, name, 'SIGSTOP');
    return Promise.resolve(() => {
      signal(on, name, 'SIGCONT');
      return Promise.resolve();
    });
  };

/** By the broker's own command line, as an operator would. */
async function askBroker(on: Place, args: readonly string[]): Promise<void> {
  const { PATH } = process.env;
  const { folder, ports } = on.system;
  await run('/usr/lib/rabbitmq/bin/rabbitmqctl', ['--node', 'loket@localhost', ...args], {
    env: { PATH, HOME: `${folder}/rabbitmq`, ERL_EPMD_PORT: String(ports.epmd), LANG: 'C.UTF-8' },
  });
}

/** The broker is told something, again whenever it began anew, and at the end the opposite. */
export function brokerIsTold(bad: readonly string[], good: readonly string[]): Begin {
  return async (on) => {
    let toldTo: number | undefined;
    const end = await again(1_000, async () => {
      const pid = processOf(on, 'rabbitmq').pid();
      if (pid === undefined || pid === toldTo) return;
      // It may be away, or not up yet: asked again in a second.
      await askBroker(on, bad).then(
        () => (toldTo = pid),
        () => undefined,
      );
    });
    return async () => {
      await end();
      await untilDone('the broker to be told that all is well', () => askBroker(on, good));
    };
  };
}

/** An upgrade under load: each schema's hottest table gains a column, as a migration would, then its service begins anew. */
export const rollingRestart: Begin = async (on) => {
  for (const name of services) {
    if (name !== 'print-station') await alterOutbox(on, name, 'add column if not exists of_the_next_version text');
    await processOf(on, name).stop();
    await untilDone(`${name} to begin anew`, () => processOf(on, name).start());
  }
  return async () => {
    for (const name of services)
      if (name !== 'print-station') await alterOutbox(on, name, 'drop column if exists of_the_next_version');
  };
};

/** @param how what comes behind `alter table …` */
function alterOutbox(on: Place, service: string, how: string): Promise<void> {
  return untilDone(`the migration of ${service}`, async () => {
    const client = new Client({ connectionString: on.system.administratorUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(`alter table ${service.replaceAll('-', '_')}.outbox ${how}`);
    } finally {
      await client.end().catch(() => undefined);
    }
  });
}

/** Does it now and every so often, until ended; resolves when it was done once. */
export async function again(everyMs: number, act: () => Promise<void>): Promise<() => Promise<void>> {
  const ended = new AbortController();
  await act();
  const going = (async () => {
    while (!ended.signal.aborted) {
      await pause(everyMs, undefined, { signal: ended.signal }).catch(() => undefined);
      if (!ended.signal.aborted) await act();
    }
  })();
  return async () => {
    ended.abort();
    await going;
  };
}
