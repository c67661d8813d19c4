import { Client } from 'pg';
import { type CuttableSystem, type Line } from '../journeys/cut-lines.js';
import {
  again,
  brokerIsTold,
  frozen,
  killed,
  processOf,
  rollingRestart,
  services,
  signal,
  untilDone,
} from './act-on-processes.js';
import { standInHas } from './act-on-stand-ins.js';

/**
 * The faults that a whole system can be put through while citizens, clerks and stations work. The numbers are those of the
 * catalogue (docs/faults.md), which also says which test proves the others. Any two can be made at once: each begins, lasts
 * and ends whatever the other does.
 */
export interface Fault {
  readonly number: number;
  readonly says: string;
  /** Makes it so; what it returns ends it. */
  begin(on: CuttableSystem): Promise<() => Promise<void>>;
  /** Seconds it lasts in a sample; twice as long in the long suite. */
  readonly lasts: number;
}

const cut = (line: Line, how: 'refusal' | 'black hole') => async (on: CuttableSystem) => {
  await on.cut(line, how);
  return () => on.heal(line);
};

const whatsapp = (faults: object) => (on: CuttableSystem) => standInHas(on.system.urls.graph, faults);
const register = (faults: object) => (on: CuttableSystem) => standInHas(on.system.urls.register, faults);

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
    begin: brokerIsTold(['set_vm_memory_high_watermark', '0.00001'], ['set_vm_memory_high_watermark', '0.4']),
  },
  {
    number: 18,
    says: 'the broker’s disk alarm',
    lasts: 15,
    begin: brokerIsTold(['set_disk_free_limit', '100000GB'], ['set_disk_free_limit', '100MB']),
  },
  { number: 21, says: 'the station’s lines are half open', lasts: 15, begin: cut('station to office', 'black hole') },
  { number: 25, says: 'PostgreSQL is killed', lasts: 2, begin: killed('postgres') },
  { number: 25, says: 'PostgreSQL stops at once', lasts: 2, begin: killed('postgres', 'SIGQUIT') },
  { number: 27, says: 'every application’s row is locked', lasts: 20, begin: locksRows },
  {
    number: 29,
    says: 'the station is killed again and again',
    lasts: 15,
    begin: (on) => again(4_000, async () => signal(on, 'print-station', 'SIGKILL')),
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
  const end = await again(3_000, async () => {
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
  const client = await untilDone('a terminal to reach PostgreSQL', async () => {
    const made = new Client({ connectionString: on.system.administratorUrl });
    made.on('error', () => undefined);
    await made.connect();
    return made;
  });
  // Where PostgreSQL dies meanwhile the terminal loses its lock, as it would.
  await client
    .query('begin')
    .then(() => client.query('select 1 from intake.application for update'))
    .catch(() => undefined);
  return () => client.end();
}
