import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child } from '../../scripts/child-process.mjs';
import { freePorts } from '../../scripts/ports.mjs';
import { brokerAdministrator, privateRabbitmq } from '../../scripts/rabbitmq.mjs';

/** One node of the cluster, in a network namespace of its own. */
export interface Node {
  readonly name: string;
  readonly server: Child;
  /** Takes its network cable out, and puts it back. */
  cut(): void;
  join(): void;
}

export interface Cluster {
  readonly nodes: readonly Node[];
  /** AMQP, through whichever node takes the connection, as a service in front of them does. */
  readonly amqpUrl: string;
  /** Of the first node. */
  readonly managementUrl: string;
  stop(): Promise<void>;
}

const network = '10.231.7';
const bridge = 'loket-nodes';
const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** Why three nodes cannot be had here: namespaces take an administrator, and `ip`. */
export function missingForThreeNodes(): string | undefined {
  if (process.getuid?.() !== 0) return 'an administrator';
  if (!['/usr/sbin/ip', '/sbin/ip', '/usr/bin/ip'].some(existsSync)) return 'ip (apt-get install iproute2)';
  return undefined;
}

/** Three RabbitMQ nodes, each in its own network namespace on one bridge, as a cluster where a minority stops. */
export async function threeNodes(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'loket-nodes-'));
  const password = randomBytes(12).toString('hex');
  const cookie = randomBytes(12).toString('hex');
  const ports = await freePorts();
  const numbers = [1, 2, 3];
  const addressOf = (number: number) => `${network}.${10 + number}`;
  removeNetwork(numbers);
  ip('link', 'add', bridge, 'type', 'bridge');
  ip('addr', 'add', `${network}.1/24`, 'dev', bridge);
  ip('link', 'set', bridge, 'up');
  const names = numbers.map((number) => `loket@${addressOf(number)}`);
  const parts = numbers.map((number) => {
    const namespace = `${bridge}-${number}`;
    const cable = `${bridge}${number}`;
    ip('netns', 'add', namespace);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
    ip('link', 'set', cable, 'master', bridge, 'up');
    ip('-n', namespace, 'addr', 'add', `${addressOf(number)}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', namespace, 'link', 'set', device, 'up');
    const { mapper, node } = privateRabbitmq({
      folder: join(folder, String(number)),
      ports,
      password,
      cookie,
      log: () => undefined,
      member: { namespace, address: addressOf(number), nodes: names },
    });
    return { number, namespace, cable, mapper, node };
  });
  await Promise.all(parts.map(({ mapper }) => mapper.start()));
  await Promise.all(parts.map(({ node }) => node.start()));
  const door = await inFrontOf(numbers.map(addressOf), ports.amqp);
  const nodes = parts.map(({ number, cable, node }) => ({
    name: names[number - 1] as string,
    server: node,
    cut: () => void ip('link', 'set', cable, 'down'),
    join: () => void ip('link', 'set', cable, 'up'),
  }));
  return {
    nodes,
    amqpUrl: `amqp://${brokerAdministrator}:${password}@127.0.0.1:${door.port}`,
    managementUrl: `http://${brokerAdministrator}:${password}@${addressOf(1)}:${ports.management}`,
    stop: async () => {
      door.close();
      await Promise.all(parts.map(({ node }) => node.stop()));
      await Promise.all(parts.map(({ mapper }) => mapper.stop()));
      removeNetwork(numbers);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What an earlier, killed run may have left behind as well. */
function removeNetwork(numbers: readonly number[]): void {
  const devices = JSON.parse(ip('-json', 'link', 'show').toString()) as { ifname: string }[];
  const spaces = JSON.parse(ip('-json', 'netns', 'list').toString() || '[]') as { name: string }[];
  for (const number of numbers) {
    if (devices.some((one) => one.ifname === `${bridge}${number}`)) ip('link', 'delete', `${bridge}${number}`);
    if (spaces.some((one) => one.name === `${bridge}-${number}`)) ip('netns', 'delete', `${bridge}-${number}`);
  }
  if (devices.some((one) => one.ifname === bridge)) ip('link', 'delete', bridge);
}

/** A door to whichever node takes a connection, beginning with the next one each time. */
async function inFrontOf(addresses: readonly string[], port: number): Promise<{ port: number; close(): void }> {
  const open = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => undefined).on('close', () => open.delete(client));
    turn += 1;
    const first = turn;
    const tryNext = (tried: number) => {
      const address = addresses[(first + tried) % addresses.length];
      if (tried === addresses.length || address === undefined || client.destroyed) return void client.destroy();
      const node = connect({ host: address, port, timeout: 1_000 });
      const fail = () => {
        node.destroy();
        tryNext(tried + 1);
      };
      node.once('error', fail).once('timeout', fail);
      node.once('connect', () => {
        node.off('error', fail).off('timeout', fail).setTimeout(0);
        open.add(node);
        node
          .on('error', () => undefined)
          .on('close', () => {
            open.delete(node);
            client.destroy();
          });
        client.on('close', () => node.destroy());
        client.pipe(node).pipe(client);
      });
    };
    tryNext(0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the door has no port');
  return {
    port: bound.port,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
