import type { Flow } from '#contracts';
import { type Topology, topologyOf, type waits } from './topology.js';

export interface ApplyTopologyOptions {
  /** `http://admin:secret@host:15672` of an administrator. */
  readonly managementUrl: string;
  /** Default `/`. Made when it is missing. */
  readonly vhost?: string;
  readonly flows: readonly Flow[];
  readonly offices: readonly string[];
  /** Passwords by AMQP user (`intake`, …, `print-station.<office>`). A user without one is left as it is. */
  readonly passwords: Readonly<Record<string, string>>;
  readonly waitSeconds?: Partial<Record<(typeof waits)[number]['exchange'], number>>;
}

/**
 * Makes the broker hold what the flows say: vhost, exchanges, quorum queues, bindings, policies, users and their
 * rights. Run again, it changes only what differs; bindings that no flow names any more are removed.
 * @throws Error naming the call the broker refused
 */
export async function applyTopology(options: ApplyTopologyOptions): Promise<Topology> {
  const topology = topologyOf(options.flows, options.offices, options.waitSeconds);
  const vhost = options.vhost ?? '/';
  const api = managementApi(options.managementUrl);
  const at = encodeURIComponent(vhost);
  await api('PUT', `/api/vhosts/${at}`, {});
  const admin = decodeURIComponent(new URL(options.managementUrl).username);
  await api('PUT', `/api/permissions/${at}/${encodeURIComponent(admin)}`, { configure: '.*', write: '.*', read: '.*' });
  // Policies first: a queue is bounded and dead-letters from its first message on.
  for (const policy of topology.policies) {
    await api('PUT', `/api/policies/${at}/${policy.name}`, {
      pattern: policy.pattern,
      definition: policy.definition,
      'apply-to': 'queues',
      priority: 1,
    });
  }
  await api('POST', `/api/definitions/${at}`, {
    exchanges: topology.exchanges.map((exchange) => ({
      ...exchange,
      durable: true,
      auto_delete: false,
      internal: false,
      arguments: {},
    })),
    queues: topology.queues.map((name) => ({
      name,
      durable: true,
      auto_delete: false,
      arguments: { 'x-queue-type': 'quorum' },
    })),
    bindings: topology.bindings.map((binding) => ({
      source: binding.exchange,
      destination: binding.queue,
      destination_type: 'queue',
      routing_key: binding.key,
      arguments: {},
    })),
  });
  await removeStaleBindings(api, at, topology);
  for (const permissions of topology.users) {
    const user = encodeURIComponent(permissions.user);
    const password = options.passwords[permissions.user];
    if (password === undefined) continue;
    await api('PUT', `/api/users/${user}`, { password, tags: '' });
    const { configure, write, read } = permissions;
    await api('PUT', `/api/permissions/${at}/${user}`, { configure, write, read });
    for (const topic of permissions.topics) await api('PUT', `/api/topic-permissions/${at}/${user}`, topic);
  }
  return topology;
}

type Api = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

/** The management plugin's HTTP API. @throws Error with the method, the path and the broker's reason */
export function managementApi(managementUrl: string): Api {
  const url = new URL(managementUrl);
  const authorization = `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;
  return async (method, path, body) => {
    const response = await fetch(`${url.origin}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`RabbitMQ refused ${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    return text && response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as unknown) : undefined;
  };
}

interface Binding {
  source: string;
  destination: string;
  routing_key: string;
  properties_key: string;
}

async function removeStaleBindings(api: Api, vhost: string, topology: Topology): Promise<void> {
  const wanted = new Set(topology.bindings.map((one) => `${one.exchange} ${one.queue} ${one.key}`));
  const exchanges = new Set(topology.exchanges.map((exchange) => exchange.name));
  const present = (await api('GET', `/api/bindings/${vhost}`)) as Binding[];
  for (const binding of present) {
    if (!exchanges.has(binding.source)) continue;
    // A queue the broker named is somebody's who looks at this moment; it goes with them.
    if (binding.destination.startsWith('amq.gen-')) continue;
    if (wanted.has(`${binding.source} ${binding.destination} ${binding.routing_key}`)) continue;
    const [source, destination, key] = [binding.source, binding.destination, binding.properties_key].map(
      encodeURIComponent,
    );
    await api('DELETE', `/api/bindings/${vhost}/e/${source}/q/${destination}/${key}`);
  }
}
