// A private RabbitMQ node: own data, cookie, node name, ports and port mapper, loopback only. Needs no package.
import { mkdirSync, writeFileSync, chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findEpmd, findRabbitmq } from './binaries.mjs';
import { superviseChild } from './child-process.mjs';
import { SetupError } from './ports.mjs';

export const brokerAdministrator = 'loket_admin';

/**
 * A node of a cluster: its address in a network namespace of its own, and the names of all nodes.
 * @typedef {{ namespace: string, address: string, nodes: string[] }} Member
 */

/** @typedef {{ ca: string, cert: string, key: string }} Tls  files; the AMQP port speaks nothing else then */

/**
 * Writes the node's files and returns its port mapper and the node, not yet started.
 * @param {{ folder: string, ports: import('./ports.mjs').Ports, password: string, cookie: string, log: (line: string) => void,
 *   tls?: Tls, member?: Member }} settings
 */
export function privateRabbitmq({ folder, ports, password, cookie, log, tls, member }) {
  const server = findRabbitmq();
  const epmd = findEpmd();
  if (server === undefined || epmd === undefined) {
    throw new SetupError('RabbitMQ 3.10 or newer is missing; install it: apt-get install rabbitmq-server');
  }
  const home = join(folder, 'rabbitmq');
  writeFiles(home, ports, password, cookie, tls, member);
  /** @param {string} command @param {string[]} args */
  const inItsPlace = (command, args) =>
    member === undefined
      ? { command, args }
      : { command: 'ip', args: ['netns', 'exec', member.namespace, command, ...args] };

  const mapper = superviseChild({
    name: 'epmd',
    folder,
    ...inItsPlace(epmd, ['-port', String(ports.epmd), '-address', addressOf(member)]),
    env: { PATH: process.env.PATH },
    stopWithin: 2_000,
    isReady: () => true,
    log,
  });
  const node = superviseChild({
    name: 'rabbitmq',
    folder,
    ...inItsPlace(server, []),
    cwd: home,
    env: nodeEnvironment(home, ports, member),
    stopWithin: 30_000,
    readyWithin: 90_000,
    // A port that answers may be another broker's: only the node's own word counts.
    isReady: (text) => text.includes('Server startup complete'),
    log,
  });
  return { mapper, node };
}

/** Forgets the data of a stopped node. @param {string} folder */
export function removeRabbitmqData(folder) {
  rmSync(join(folder, 'rabbitmq'), { recursive: true, force: true });
}

/** @param {Member | undefined} member */
const addressOf = (member) => member?.address ?? '127.0.0.1';

/** @param {string} home @param {import('./ports.mjs').Ports} ports @param {Member | undefined} member */
function nodeEnvironment(home, ports, member) {
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    // Makes the start script replace itself by the Erlang machine: one process, whose number is the pid file's.
    RUNNING_UNDER_SYSTEMD: 'true',
    // One name for ever, since the data carries it: its own port mapper keeps it apart from every other node.
    RABBITMQ_NODENAME: `loket@${member?.address ?? 'localhost'}`,
    ...(member && { RABBITMQ_USE_LONGNAME: 'true' }),
    RABBITMQ_MNESIA_BASE: join(home, 'data'),
    RABBITMQ_LOG_BASE: join(home, 'log'),
    RABBITMQ_CONFIG_FILE: join(home, 'rabbitmq.conf'),
    RABBITMQ_CONFIG_FILES: join(home, 'conf.d'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(home, 'advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(home, 'enabled_plugins'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_DIST_PORT: String(ports.distribution),
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: addressOf(member),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {${addressOf(member).replaceAll('.', ',')}}`,
  };
}

/**
 * @param {string} home
 * @param {import('./ports.mjs').Ports} ports
 * @param {string} password
 * @param {string} cookie
 * @param {Tls | undefined} tls
 * @param {Member | undefined} member
 */
function writeFiles(home, ports, password, cookie, tls, member) {
  for (const folder of ['data', 'log', 'conf.d']) mkdirSync(join(home, folder), { recursive: true });
  const configuration = [
    'loopback_users = none',
    ...(tls ? tlsListener(ports.amqp, tls) : [`listeners.tcp.default = ${addressOf(member)}:${ports.amqp}`]),
    `management.tcp.ip = ${addressOf(member)}`,
    `management.tcp.port = ${ports.management}`,
    'num_acceptors.tcp = 2',
    'heartbeat = 10',
    `default_user = ${brokerAdministrator}`,
    `default_pass = ${password}`,
    'default_user_tags.administrator = true',
    'disk_free_limit.absolute = 100MB',
    // The write-ahead log of quorum queues is kept in memory up to this size; the default of 512 MB is too much for an office PC.
    'raft.wal_max_size_bytes = 67108864',
    'log.console = true',
    'log.console.level = info',
    'log.file = false',
    ...(member === undefined
      ? []
      : [
          'cluster_formation.peer_discovery_backend = classic_config',
          ...member.nodes.map((name, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${name}`),
          // A minority stops rather than going on alone, as in k8s/overlays/cluster.
          'cluster_partition_handling = pause_minority',
        ]),
  ];
  writePrivate(join(home, 'rabbitmq.conf'), `${configuration.join('\n')}\n`);
  writePrivate(join(home, 'advanced.config'), '[].\n');
  writePrivate(join(home, 'enabled_plugins'), '[rabbitmq_management].\n');
  writePrivate(join(home, '.erlang.cookie'), cookie);
}

/** @param {number} port @param {Tls} tls */
function tlsListener(port, { ca, cert, key }) {
  return [
    'listeners.tcp = none',
    `listeners.ssl.default = 127.0.0.1:${port}`,
    `ssl_options.cacertfile = ${ca}`,
    `ssl_options.certfile = ${cert}`,
    `ssl_options.keyfile = ${key}`,
    'ssl_options.verify = verify_none',
    'ssl_options.fail_if_no_peer_cert = false',
  ];
}

/** @param {string} file @param {string} text */
function writePrivate(file, text) {
  rmSync(file, { force: true });
  writeFileSync(file, text);
  chmodSync(file, 0o600);
}
