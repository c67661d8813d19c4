// What the environments of the services are made from, wherever they run.
import { roleUrl } from './database.mjs';
import { SetupError } from './ports.mjs';
import { projectNode, root, runProgram } from './runtime.mjs';
import { join } from 'node:path';

/** The RabbitMQ user who only looks at queues. */
const monitorUser = 'loket-monitor';

/** Administrator URLs. @typedef {{ databaseUrl: string, amqpUrl: string, managementUrl: string }} ServerUrls */

/**
 * @param {Omit<import('./services.mjs').Facts, 'databaseUrl' | 'amqpUrl' | 'monitorUrl'>} facts
 * @param {ServerUrls} servers
 * @returns {import('./services.mjs').Facts}
 */
export function factsWith(facts, servers) {
  const { keys } = facts;
  const vhost = vhostOf(servers.amqpUrl);
  return {
    ...facts,
    databaseUrl: (role) => roleUrl(servers.databaseUrl, role, keys.databasePasswords),
    amqpUrl: (user) =>
      withAccount(servers.amqpUrl, user, keys.amqpPasswords[user] ?? '', `/${encodeURIComponent(vhost)}`),
    monitorUrl: withAccount(servers.managementUrl, monitorUser, keys.monitorPassword),
  };
}

/** Loket's virtual host: the one in the administrator's URL, `loket` where that names none. @param {string} amqpUrl */
export function vhostOf(amqpUrl) {
  const path = decodeURIComponent(new URL(amqpUrl).pathname.slice(1));
  return path === '' || path === '/' ? 'loket' : path;
}

/**
 * Makes queues, users, rights and policies, in a process of its own: it loads the built flows of all services.
 * @param {import('./services.mjs').Facts} facts
 * @param {ServerUrls} servers
 * @param {Record<string, number>} [waitSeconds]  other waits of planned retries, for tests
 * @returns {Promise<string>} what to show
 */
export async function makeTopology({ keys, region }, servers, waitSeconds) {
  const topology = {
    managementUrl: servers.managementUrl,
    vhost: vhostOf(servers.amqpUrl),
    offices: region.region.offices.map((office) => office.code),
    passwords: keys.amqpPasswords,
    monitor: { user: monitorUser, password: keys.monitorPassword },
    waitSeconds,
  };
  const env = { PATH: process.env.PATH, TOPOLOGY: JSON.stringify(topology) };
  const { code, output } = await runProgram(projectNode(), [join(root, 'scripts/topology.mjs')], { env });
  if (code !== 0) throw new SetupError(`the broker refused its topology:\n${output.trim()}`);
  return output.trim().split('\n').at(-1) ?? '';
}

/** @param {string} given @param {string} user @param {string} password @param {string} [path] */
function withAccount(given, user, password, path) {
  const url = new URL(given);
  url.username = user;
  url.password = password;
  if (path !== undefined) url.pathname = path;
  return url.href;
}
