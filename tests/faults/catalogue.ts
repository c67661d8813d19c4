import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { type CuttableSystem, type Line } from '../journeys/cut-lines.js';

/**
 * The faults that a whole system can be put through while citizens, clerks and stations work. The numbers are those of the
 * catalogue (docs/faults.md), which also says which test proves the others.
 */
export interface Fault {
  readonly number: number;
  readonly says: string;
  /** Makes it so; what it returns ends it. */
  begin(on: CuttableSystem): Promise<() => Promise<void>>;
  /** Seconds it lasts in a sample; four times as long in the long suite. */
  readonly lasts: number;
}

const run = promisify(execFile);

const services = ['intake', 'document-validation', 'printing-queue', 'notification', 'ops-console', 'print-station'];

const cut = (line: Line, how: 'refusal' | 'black hole') => async (on: CuttableSystem) => {
  await on.cut(line, how);
  return () => on.heal(line);
};

const putFaults = async (url: string, faults: object): Promise<void> => {
  const answer = await fetch(`${url}/_faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(`the stand-in took no faults: ${answer.status} ${await answer.text()}`);
};

const whatsapp = (faults: object) => async (on: CuttableSystem) => {
  await putFaults(on.system.urls.graph, faults);
  return () => putFaults(on.system.urls.graph, {});
};

const register = (faults: object) => async (on: CuttableSystem) => {
  await putFaults(on.system.urls.register, faults);
  return () => putFaults(on.system.urls.register, {});
};

/** Asks the broker's own command line, as an operator would. */
async function askBroker(on: CuttableSystem, ...args: string[]): Promise<void> {
  const { PATH } = process.env;
  const { folder, ports } = on.system;
  await run('/usr/lib/rabbitmq/bin/rabbitmqctl', ['--node', 'loket@localhost', ...args], {
    env: { PATH, HOME: `${folder}/rabbitmq`, ERL_EPMD_PORT: String(ports.epmd), LANG: 'C.UTF-8' },
  });
}

function processOf(on: CuttableSystem, name: string): (typeof on.system.processes)[string] {
  const child = on.system.processes[name];
  if (child === undefined) throw new Error(`there is no process ${name}`);
  return child;
}

const signal = (on: CuttableSystem, name: string, which: NodeJS.Signals): void => {
  const pid = processOf(on, name).pid();
  if (pid !== undefined) process.kill(pid, which);
};

const killed =
  (name: string, which: NodeJS.Signals = 'SIGKILL') =>
  async (on: CuttableSystem) => {
    signal(on, name, which);
    return () => processOf(on, name).untilReady();
  };

const frozen = (name: string) => (on: CuttableSystem) => {
  signal(on, name, 'SIGSTOP');
  return Promise.resolve(() => {
    signal(on, name, 'SIGCONT');
    return Promise.resolve();
  });
};

export const faults: readonly Fault[] = [
  { number: 1, says: 'the register’s line is a black hole', lasts: 15, begin: cut('register', 'black hole') },
  { number: 2, says: 'the register’s line refuses', lasts: 10, begin: cut('register', 'refusal') },
  {
    number: 3,
    says: 'the register answers in 14 s',
    lasts: 20,
    begin: register({ latencyMs: 14_000 }),
  },
  { number: 4, says: 'the register’s line flaps', lasts: 20, begin: flaps },
  {
    number: 5,
    says: 'WhatsApp’s replies are cut in the body',
    lasts: 10,
    begin: whatsapp({ cutAfterBytes: 20 }),
  },
  {
    number: 6,
    says: 'WhatsApp takes sends, and its replies are lost',
    lasts: 10,
    begin: whatsapp({ loseReply: true, only: ['send'] }),
  },
  {
    number: 9,
    says: 'webhooks come 21 times, overtaking each other',
    lasts: 10,
    begin: whatsapp({ duplicateWebhooks: 20, reorderWebhooks: true }),
  },
  ...services.map((name) => ({
    number: 12,
    says: `${name} is killed`,
    lasts: 2,
    begin: killed(name),
  })),
  ...services.map((name) => ({ number: 14, says: `${name} is frozen`, lasts: 20, begin: frozen(name) })),
  { number: 15, says: 'the broker is killed', lasts: 2, begin: killed('rabbitmq') },
  {
    number: 16,
    says: 'the broker is stopped',
    lasts: 15,
    begin: async (on) => {
      await processOf(on, 'rabbitmq').stop();
      return () => processOf(on, 'rabbitmq').start();
    },
  },
  {
    number: 17,
    says: 'the broker’s memory alarm',
    lasts: 15,
    begin: async (on) => {
      await askBroker(on, 'set_vm_memory_high_watermark', '0.00001');
      return () => askBroker(on, 'set_vm_memory_high_watermark', '0.4');
    },
  },
  {
    number: 18,
    says: 'the broker’s disk alarm',
    lasts: 15,
    begin: async (on) => {
      await askBroker(on, 'set_disk_free_limit', '100000GB');
      return () => askBroker(on, 'set_disk_free_limit', '100MB');
    },
  },
  { number: 21, says: 'the station’s lines are half open', lasts: 15, begin: cut('station to office', 'black hole') },
  { number: 25, says: 'PostgreSQL is killed', lasts: 2, begin: killed('postgres') },
  { number: 25, says: 'PostgreSQL stops at once', lasts: 2, begin: killed('postgres', 'SIGQUIT') },
  { number: 27, says: 'every application’s row is locked', lasts: 20, begin: locksRows },
  {
    number: 29,
    says: 'the station is killed again and again',
    lasts: 15,
    begin: (on) => Promise.resolve(again(4_000, async () => signal(on, 'print-station', 'SIGKILL'))),
  },
  {
    number: 30,
    says: 'every service is upgraded, one after the other, a migration first',
    lasts: 0,
    begin: rollingRestart,
  },
];

/** Three seconds down, three seconds up. */
async function flaps(on: CuttableSystem): Promise<() => Promise<void>> {
  let down = false;
  const end = again(3_000, async () => {
    down = !down;
    await (down ? on.cut('register', 'black hole') : on.heal('register'));
  });
  return async () => {
    await end();
    await on.heal('register');
  };
}

/** A transaction that somebody forgot at a terminal. */
async function locksRows(on: CuttableSystem): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: on.system.administratorUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query('select 1 from intake.application for update');
  return () => client.end();
}

/** An upgrade under load: each schema's hottest table gains a column, as a migration would, then its service begins anew. */
async function rollingRestart(on: CuttableSystem): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: on.system.administratorUrl });
  await client.connect();
  for (const name of services) {
    const schema = name.replaceAll('-', '_');
    const hasSchema = name !== 'print-station';
    if (hasSchema) await client.query(`alter table ${schema}.outbox add column if not exists of_the_next_version text`);
    await processOf(on, name).stop();
    await processOf(on, name).start();
  }
  return async () => {
    for (const name of services.filter((one) => one !== 'print-station'))
      await client.query(`alter table ${name.replaceAll('-', '_')}.outbox drop column if exists of_the_next_version`);
    await client.end();
  };
}

/** Does it now and every so often, until ended. */
function again(everyMs: number, act: () => Promise<void>): () => Promise<void> {
  const ended = new AbortController();
  const going = (async () => {
    while (!ended.signal.aborted) {
      await act();
      await pause(everyMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    ended.abort();
    await going;
  };
}
