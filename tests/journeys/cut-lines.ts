import { type Channel, type ChannelModel, connect } from 'amqplib';
import { type Toxic, toxicProxy, type ToxicProxy } from '#testing';
import { flows } from '../../scripts/flows.mjs';
import { freePorts } from '../../scripts/ports.mjs';
import type { EnvOf } from '../../scripts/system.mjs';
import { wholeSystem, type WholeSystem } from './whole-system.js';

/** What can be cut: the ways on which Loket depends on somebody else's network. */
export const lines = ['register', 'whatsapp out', 'whatsapp in', 'station to office'] as const;
export type Line = (typeof lines)[number];

/** `refusal`: nobody listens any more. `black hole`: connections stand, and no byte moves. */
export const cuts = ['refusal', 'black hole'] as const;
export type Cut = (typeof cuts)[number];

export interface CuttableSystem extends WholeSystem {
  cut(line: Line, how: Cut): Promise<void>;
  /** From now on the line has exactly these toxics. */
  poison(line: Line, ...toxics: Toxic[]): Promise<void>;
  heal(line: Line): Promise<void>;
  /** The queues that nobody consumes, as the broker knows it now. */
  stopped(): Promise<string[]>;
  /** What was counted as a failed attempt by consumers that wait for a line, and everything on the parked desk. */
  blamed(): Promise<string[]>;
}

const toxicOf: Record<Cut, Toxic> = { refusal: { kind: 'refuse' }, 'black hole': { kind: 'black-hole' } };

/** Starts a whole system each of whose lines to the outside runs through a proxy of its own. */
export async function cuttableSystem(
  name: string,
  env: Record<string, string>,
  options: Pick<Parameters<typeof wholeSystem>[1] & object, 'waitSeconds' | 'envOf'> = {},
): Promise<CuttableSystem> {
  const ports = await freePorts();
  const register = await toxicProxy({ port: ports.register });
  const graph = await toxicProxy({ port: ports.graph });
  const webhooks = await toxicProxy({ port: ports.intake });
  const office = await toxicProxy({ port: ports.printingQueue });
  const broker = await toxicProxy({ port: ports.amqp });
  const proxies: Record<Line, ToxicProxy[]> = {
    register: [register],
    'whatsapp out': [graph],
    'whatsapp in': [webhooks],
    'station to office': [office, broker],
  };
  const through = (url: string | undefined, proxy: ToxicProxy) =>
    Object.assign(new URL(url ?? ''), { port: String(proxy.port) }).toString();
  const throughProxies: EnvOf = (process, usual): Record<string, string> => {
    switch (process) {
      case 'document-validation':
        return { REGISTER_URL: through(usual.REGISTER_URL, register) };
      case 'intake':
      case 'notification':
        return { WHATSAPP_GRAPH_URL: through(usual.WHATSAPP_GRAPH_URL, graph) };
      case 'graph':
        return { WEBHOOK_URL: through(usual.WEBHOOK_URL, webhooks) };
      case 'print-station':
        return {
          PRINTING_QUEUE_URL: through(usual.PRINTING_QUEUE_URL, office),
          AMQP_URL: through(usual.AMQP_URL, broker),
        };
      default:
        return {};
    }
  };
  const system = await wholeSystem(name, {
    ...options,
    ports,
    env,
    envOf: (process, usual) => ({ ...throughProxies(process, usual), ...options.envOf?.(process, usual) }),
  });
  const { urls } = system.system;
  const queues = flows.flatMap(({ service, hears }) =>
    Object.entries(hears).map(
      ([consumer, { perOffice }]) => `${service}.${consumer}${perOffice ? `.${system.system.office}` : ''}`,
    ),
  );
  // The management's counts lag behind; a passive declare does not.
  const look = async (queue: string): Promise<number> => {
    const { consumerCount } = await (await openChannel()).checkQueue(queue);
    return consumerCount;
  };
  // Made anew when the broker was away: faults end it, and nobody may die of that.
  let connection: ChannelModel | undefined;
  let opened: Promise<Channel> | undefined;
  const openChannel = (): Promise<Channel> =>
    (opened ??= connect(system.system.amqpUrl('ops-console')).then((made) => {
      const forget = () => (connection = opened = undefined);
      made.on('error', forget);
      made.on('close', forget);
      connection = made;
      return made.createChannel();
    }));

  const poison = async (line: Line, ...toxics: Toxic[]): Promise<void> => {
    await Promise.all(proxies[line].map((proxy) => proxy.poison(...toxics)));
  };

  return {
    ...system,
    poison,
    cut: (line, how) => poison(line, toxicOf[how]),
    heal: async (line) => {
      await Promise.all(proxies[line].map((proxy) => proxy.heal()));
    },
    stopped: async () => {
      const without: string[] = [];
      for (const queue of queues) if ((await look(queue)) === 0) without.push(queue);
      return without.sort();
    },
    blamed: async () => {
      const figures = await Promise.all(
        [urls.intake, urls.documentValidation, urls.notification].map(async (url) =>
          (await fetch(`${url}/metrics`)).text(),
        ),
      );
      const retried = figures
        .join('\n')
        .split('\n')
        .filter((line) => /^loket_messages_retried_total\{.*why="retried".*\} [1-9]/.test(line))
        .filter((line) => /fetch-media|check-population-register|send-whatsapp-message/.test(line));
      const { parked } = (await system.clerk.get('/api/ops-console/parked?state=open')) as {
        parked: { queue: string; reason: string }[];
      };
      return [...retried, ...parked.map(({ queue, reason }) => `${queue} parked: ${reason}`)];
    },
    stop: async () => {
      await connection?.close();
      await Promise.all(lines.map((line) => Promise.all(proxies[line].map((proxy) => proxy.heal()))));
      await system.stop();
      await Promise.all(lines.map((line) => Promise.all(proxies[line].map((proxy) => proxy.close()))));
    },
  };
}
