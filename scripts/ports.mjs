// The port numbers of the design, the ways to change them, and free ones for tests. Needs no package.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of the design's port numbers, the one that LOKET_PORTS_FROM replaces. */
const usualFirst = 7_000;

/** Every port of a running system: what it is called on the terminal, its number, and the variable that overrides it. */
const portTable = /** @type {const} */ ({
  console: ['console', 7000, 'LOKET_PORT_CONSOLE'],
  intake: ['intake', 7001, 'LOKET_PORT_INTAKE'],
  documentValidation: ['document-validation', 7002, 'LOKET_PORT_DOCUMENT_VALIDATION'],
  printingQueue: ['printing-queue', 7003, 'LOKET_PORT_PRINTING_QUEUE'],
  notification: ['notification', 7004, 'LOKET_PORT_NOTIFICATION'],
  station: ['station page', 7005, 'LOKET_PORT_STATION'],
  graph: ['WhatsApp stand-in', 7010, 'LOKET_PORT_GRAPH'],
  register: ['register stand-in', 7011, 'LOKET_PORT_REGISTER'],
  printer: ['printer stand-in', 7012, 'LOKET_PORT_PRINTER'],
  postgres: ['PostgreSQL', 7432, 'LOKET_PORT_POSTGRES'],
  amqp: ['RabbitMQ', 7672, 'LOKET_PORT_AMQP'],
  management: ['RabbitMQ management', 7673, 'LOKET_PORT_MANAGEMENT'],
  distribution: ['RabbitMQ distribution', 7674, 'LOKET_PORT_DISTRIBUTION'],
  epmd: ['RabbitMQ epmd', 7675, 'LOKET_PORT_EPMD'],
});

/** @typedef {keyof typeof portTable} PortName */
/** @typedef {Record<PortName, number>} Ports */

export const portNames = /** @type {PortName[]} */ (Object.keys(portTable));
export const serverPortNames = /** @type {PortName[]} */ (['postgres', 'amqp', 'management', 'distribution', 'epmd']);

/** An error whose message is the whole story: shown as one line, without a stack. */
export class SetupError extends Error {}

/**
 * The ports of `npm start`: the design's numbers, or what the environment says instead. LOKET_PORTS_FROM moves all of them
 * together (7000 unless given), so that several systems run beside one another.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Ports}
 */
export function portsFromEnvironment(env) {
  const from = env.LOKET_PORTS_FROM ? portIn(env.LOKET_PORTS_FROM, 'LOKET_PORTS_FROM') : usualFirst;
  return everyPort((name) => {
    const [, usual, variable] = portTable[name];
    const given = env[variable];
    return given ? portIn(given, variable) : portIn(String(usual - usualFirst + from), 'LOKET_PORTS_FROM');
  });
}

/** @param {string} given @param {string} variable */
function portIn(given, variable) {
  const port = Number(given);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new SetupError(`${variable}=${given} is no port number; give one between 1 and 65535`);
}

/** Each process has this many ports of its own to choose from, below 32768, where those begin that the kernel gives to anybody. */
const ownPorts = { first: 10_000, each: 200, processes: 110 };
let nextPort = 0;

/**
 * Free ports, all different, for systems that tests start for themselves. A system takes seconds to listen on them, and
 * until then nobody else may come across them.
 * @returns {Promise<Ports>}
 */
export async function freePorts() {
  const first = claimPorts();
  const last = first + ownPorts.each - 1;
  if (nextPort < first || nextPort > last) nextPort = first;
  /** @type {number[]} */
  const found = [];
  // What was found last may not be listened on yet, so the search goes on behind it, and round.
  for (let left = ownPorts.each; found.length < portNames.length; left -= 1) {
    if (left === 0) throw new SetupError(`no ports are free between ${first} and ${last}`);
    if (await isFree(nextPort)) found.push(nextPort);
    nextPort = nextPort < last ? nextPort + 1 : first;
  }
  return everyPort((name) => found[portNames.indexOf(name)] ?? 0);
}

/** The first of the ports that are this process's alone, as a file with its number says. */
function claimPorts() {
  for (let turn = 0; turn < ownPorts.processes; turn += 1) {
    const first = ownPorts.first + ((process.pid + turn) % ownPorts.processes) * ownPorts.each;
    const file = join(tmpdir(), `loket-ports-${first}`);
    try {
      const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
      if (owner === process.pid) return first;
      if (owner !== undefined && !isAlive(owner)) rmSync(file);
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      process.once('exit', () => rmSync(file, { force: true }));
      return first;
    } catch {
      // Somebody else's, or just taken: the next ones.
    }
  }
  throw new SetupError(`no ports are left: remove ${join(tmpdir(), 'loket-ports-*')}`);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @param {number} port */
async function isFree(port) {
  try {
    const server = await listen(port);
    await new Promise((resolve) => server.close(resolve));
    return true;
  } catch {
    return false;
  }
}

/**
 * Says in one line which port is taken, before anything is started on it.
 * @param {Ports} ports
 * @param {PortName[]} names
 */
export async function refuseTakenPorts(ports, names) {
  for (const name of names) {
    const [title, , variable] = portTable[name];
    if (await isFree(ports[name])) continue;
    throw new SetupError(`port ${ports[name]} (${title}) is taken; free it or set ${variable} to another one`);
  }
}

/** The address of each port on this machine. @param {Ports} ports */
export function localUrls(ports) {
  return everyPort((name) => `http://127.0.0.1:${ports[name]}`);
}

/**
 * @template T
 * @param {(name: PortName) => T} value
 */
function everyPort(value) {
  return /** @type {Record<PortName, T>} */ (Object.fromEntries(portNames.map((name) => [name, value(name)])));
}

/** @param {number} port */
function listen(port) {
  return new Promise((/** @type {(server: import('node:net').Server) => void} */ resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
