// One whole running Loket: servers, schemas, topology, services and stand-ins, in its own folder and on its own ports.
// `npm start` runs one in .local/; tests start private ones.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { superviseChild } from './child-process.mjs';
import { auditorRole, databaseUrlOf, prepareDatabase } from './database.mjs';
import { keepKeys } from './keys.mjs';
import { migrateSchemas } from './migrate-schemas.mjs';
import { freePorts, localUrls, refuseTakenPorts, SetupError } from './ports.mjs';
import { printingOffice, readRegion } from './region.mjs';
import { projectNode, root } from './runtime.mjs';
import { startServers } from './servers.mjs';
import { factsWith, makeTopology, vhostOf } from './service-facts.mjs';
import { environmentOf, memorySettings, nodeArguments, services } from './services.mjs';

/**
 * @typedef {object} System
 * @property {string} folder
 * @property {import('./ports.mjs').Ports} ports
 * @property {Record<import('./ports.mjs').PortName, string>} urls  http://127.0.0.1:… by port name
 * @property {import('./keys.mjs').Keys} keys
 * @property {string} office            of the station that runs here
 * @property {string} regionFile
 * @property {string} auditorUrl        reads every schema, writes nothing
 * @property {string} administratorUrl  PostgreSQL's administrator, in Loket's database
 * @property {string} managementUrl     RabbitMQ's HTTP interface, administrator
 * @property {string} vhost
 * @property {(user: string) => string} amqpUrl      by AMQP user: a service, or `print-station.<office>`
 * @property {(role: string) => string} databaseUrl  by role
 * @property {Record<string, import('./child-process.mjs').Child>} processes  services, stand-ins, postgres, rabbitmq
 * @property {(name: string, signal?: NodeJS.Signals) => void} kill  a fault; the process comes back by itself
 * @property {(name: string) => Promise<void>} stopOne   stays down until startOne
 * @property {(name: string) => Promise<void>} startOne  resolves when it is ready
 * @property {() => Promise<void>} stop  everything, services first
 */

/** @typedef {<T>(name: string, work: (note: (text: string) => void) => Promise<T>) => Promise<T>} Step */

/**
 * A process by its name and the environment it would get: for tests that put something between two processes.
 * @typedef {(name: string, usual: Record<string, string | undefined>) => Record<string, string>} EnvOf
 */

/** @type {Step} */
const silently = (_name, work) => work(() => undefined);

/**
 * Starts a system; resolves when every service answers ready. Where something fails, all of it is stopped again.
 * Expects packages and build to be there (setUp of setup.mjs).
 * @param {object} settings
 * @param {string} settings.folder
 * @param {import('./ports.mjs').Ports} [settings.ports]  free ones unless given
 * @param {NodeJS.ProcessEnv} [settings.env]  variables for the services, over the generated ones
 * @param {Record<string, number>} [settings.waitSeconds]  other waits of planned retries, for tests
 * @param {EnvOf} [settings.envOf]            variables for one process alone, which win over all others
 * @param {string[]} [settings.without]       names of processes that are not started
 * @param {{ databaseUrl: string, amqpUrl: string, managementUrl: string }} [settings.elsewhere]
 *   administrator URLs of servers that run already; then none is started here
 * @param {(line: string) => void} [settings.log]
 * @param {Step} [settings.step]
 * @returns {Promise<System>}
 */
export async function startSystem(settings) {
  const { env = {}, envOf = () => ({}), without = [], log = () => undefined, step = silently } = settings;
  const folder = resolve(settings.folder);
  mkdirSync(folder, { recursive: true });
  const ports = settings.ports ?? (await freePorts());
  const region = readRegion(env);
  const offices = region.region.offices.map((office) => office.code);
  const office = env.STATION_OFFICE || printingOffice(region.region);
  const keys = keepKeys(folder, offices);
  const chosen = services.filter((service) => (service.needed?.(env) ?? true) && !without.includes(service.name));
  const missing = chosen.find((service) => !existsSync(join(root, service.entry)));
  if (missing) throw new SetupError(`${missing.entry} is missing; run "npm run build"`);
  await refuseTakenPorts(
    ports,
    chosen.map((service) => service.port),
  );

  const own = settings.elsewhere
    ? undefined
    : await step('PostgreSQL, RabbitMQ start', () => startServers({ folder, ports, log }));
  const servers = settings.elsewhere ?? own;
  if (servers === undefined) throw new Error('servers run here or elsewhere');
  const urls = localUrls(ports);
  const facts = factsWith(
    { folder, keys, region, office, given: env, portOf: (name) => ports[name], addressOf: (name) => urls[name] },
    servers,
  );
  const running = chosen.map((service) => serviceChild(service, facts, envOf, log));

  async function stop() {
    await Promise.all(running.map((child) => child.stop()));
    await own?.stop();
  }
  try {
    await Promise.all([
      step('schemas, migrations', async (note) => {
        await prepareDatabase({ administratorUrl: servers.databaseUrl, passwords: keys.databasePasswords });
        note(await migrateSchemas(chosen, facts));
      }),
      step('queues, users, policies', async (note) => note(await makeTopology(facts, servers, settings.waitSeconds))),
    ]);
    await step('services start', async (note) => {
      await Promise.all(running.map((child) => child.start()));
      note(`${running.length} ready`);
    });
  } catch (error) {
    await stop();
    throw error;
  }

  const children = own ? [...running, own.postgres, own.rabbitmq] : running;
  const processes = Object.fromEntries(children.map((child) => [child.name, child]));
  /** @param {string} name */
  function processOf(name) {
    const child = processes[name];
    if (child === undefined)
      throw new Error(`no process ${name} runs here; there are ${Object.keys(processes).join(', ')}`);
    return child;
  }
  return {
    ...{ folder, ports, urls, keys, office, regionFile: region.file, processes, stop },
    vhost: vhostOf(servers.amqpUrl),
    auditorUrl: facts.databaseUrl(auditorRole),
    administratorUrl: databaseUrlOf(servers.databaseUrl),
    managementUrl: servers.managementUrl,
    amqpUrl: facts.amqpUrl,
    databaseUrl: facts.databaseUrl,
    kill: (name, signal) => processOf(name).kill(signal),
    stopOne: (name) => processOf(name).stop(),
    startOne: (name) => processOf(name).start(),
  };
}

/**
 * @param {import('./services.mjs').Service} service
 * @param {import('./services.mjs').Facts} facts
 * @param {EnvOf} envOf
 * @param {(line: string) => void} log
 */
function serviceChild(service, facts, envOf, log) {
  const usual = environmentOf(service, facts);
  const ready = `${facts.addressOf(service.port)}/health/ready`;
  return superviseChild({
    name: service.name,
    folder: facts.folder,
    command: projectNode(),
    args: nodeArguments(service, (file) => join(root, file)),
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...memorySettings, ...usual, ...envOf(service.name, usual) },
    readyWithin: 90_000,
    isReady: async () => {
      try {
        return (await fetch(ready, { signal: AbortSignal.timeout(2_000) })).ok;
      } catch {
        return false;
      }
    },
    log,
  });
}
